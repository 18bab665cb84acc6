// SPDX-License-Identifier: GPL-2.0
/*
 * socketcall: binds a UDP socket to port 4713 by socketcall(), the one call that 32-bit programs of
 * old have for all that is about sockets, and shuts it down by the 64-bit call, whose line tells
 * the address. Run by FactsIT. Exit code 1 when that did not work.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>

/* Numbers within socketcall(), and its own among the 32-bit calls. */
#define SOCKET 1
#define BIND 2
#define SOCKETCALL 102

/* Where a 32-bit pointer reaches. */
static struct {
	uint32_t args[3];
	struct sockaddr_in address;
} * low;

static int socketcall(uint32_t call, uint32_t a, uint32_t b, uint32_t c)
{
	int ret;

	low->args[0] = a;
	low->args[1] = b;
	low->args[2] = c;
	asm volatile("int $0x80"
		     : "=a"(ret)
		     : "a"(SOCKETCALL), "b"(call), "c"((uint32_t)(uintptr_t)low->args)
		     : "memory", "r8", "r9", "r10", "r11");
	return ret;
}

int main(void)
{
	int fd, bound;

	low = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1,
		   0);
	if (low == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	low->address.sin_family = AF_INET;
	low->address.sin_port = htons(4713);
	low->address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	fd = socketcall(SOCKET, AF_INET, SOCK_DGRAM, 0);
	bound = socketcall(BIND, fd, (uint32_t)(uintptr_t)&low->address, sizeof(low->address));
	shutdown(fd, SHUT_RDWR);
	if (fd < 0 || bound < 0)
		fprintf(stderr, "socketcall: socket %d, bind %d\n", fd, bound);
	return fd < 0 || bound < 0;
}
