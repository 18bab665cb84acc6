// SPDX-License-Identifier: GPL-2.0
/* Bytes through descriptors. */
#include <sys/uio.h>
#include "calls.h"

static char buf[256];
static char *const pages = (char *)FX_PAGES;

FAMILY(io, "read write pread64 pwrite64 readv writev preadv pwritev preadv2 pwritev2 lseek")
{
	static const char data[] = "0123456789abcdefghijklmnopqrstuvwxyz";
	struct iovec *vec = (struct iovec *)(pages + 2048);

	expect("openat(AT_FDCWD, \"f\", O_RDWR|O_CREAT, 0644)", SYS_openat, AT_FDCWD, "f",
	       O_RDWR | O_CREAT, 0644);
	expect("write(3, \"0123456789abcdefghijklmnopqrstuv\"..., 36)", SYS_write, 3, data, 36);
	expect("write(3, \"0123456789abcdefghijklmnopqrstuv\", 32)", SYS_write, 3, data, 32);
	expect("write(3, \"\\0\\1\\2\\n\\t\\\"\\\\\\377\\19\", 10)", SYS_write, 3,
	       "\0\1\2\n\t\"\\\377\0019", 10);
	expect("write(3, \"\", 0)", SYS_write, 3, data, 0);
	expect("write(3, NULL, 5)", SYS_write, 3, NULL, 5);
	expect("write(3, 0x1000, 5)", SYS_write, 3, FX_NOWHERE, 5);
	unsaid(SYS_write, 3, pages + 2 * FX_PAGE - 4, 10);
	expect("write(-1, \"01\", 2)", SYS_write, -1, data, 2);
	expect("write(77, NULL, 0)", SYS_write, 77, NULL, 0);
	expect("lseek(3, 0, SEEK_SET)", SYS_lseek, 3, 0, SEEK_SET);
	expect("lseek(3, -2, SEEK_CUR)", SYS_lseek, 3, -2, SEEK_CUR);
	expect("lseek(3, -1, SEEK_END)", SYS_lseek, 3, -1, SEEK_END);
	expect("lseek(3, 1, SEEK_DATA)", SYS_lseek, 3, 1, SEEK_DATA);
	expect("lseek(3, 1, SEEK_HOLE)", SYS_lseek, 3, 1, SEEK_HOLE);
	expect("lseek(3, 4294967296, SEEK_SET)", SYS_lseek, 3, 1l << 32, SEEK_SET);
	expect("lseek(3, 0, 0x63 /* SEEK_??? */)", SYS_lseek, 3, 0, 99);
	expect("lseek(-7, 0, SEEK_SET)", SYS_lseek, -7, 0, SEEK_SET);
	expect("read(3, \"\", 10)", SYS_read, 3, buf, 10);
	expect("lseek(3, 30, SEEK_SET)", SYS_lseek, 3, 30, SEEK_SET);
	expect("read(3, \"uvwxyz0123\", 10)", SYS_read, 3, buf, 10);
	unsaid(SYS_read, 3, buf, 100);
	expect("read(3, NULL, 10)", SYS_read, 3, NULL, 10);
	expect("read(-1, 0x1000, 10)", SYS_read, -1, FX_NOWHERE, 10);
	unsaid(SYS_read, 3, buf, -1);
	expect("pread64(3, \"0123\", 4, 0)", SYS_pread64, 3, buf, 4, 0);
	unsaid(SYS_pread64, 3, buf, 4, -1);
	unsaid(SYS_pread64, 0, buf, 4, 1l << 40);
	expect("pwrite64(3, \"XY\", 2, 2)", SYS_pwrite64, 3, "XY", 2, 2);
	expect("pwrite64(3, \"XY\", 2, -5)", SYS_pwrite64, 3, "XY", 2, -5);
	expect("pwrite64(9, \"XY\", 2, 0)", SYS_pwrite64, 9, "XY", 2, 0);
	vec[0] = (struct iovec){ (char *)data, 3 };
	vec[1] = (struct iovec){ (char *)data + 3, 0 };
	vec[2] = (struct iovec){ (char *)data + 3, 33 };
	expect("writev(3, [{iov_base=\"012\", iov_len=3}, {iov_base=\"\", iov_len=0}, "
	       "{iov_base=\"3456789abcdefghijklmnopqrstuvwxy\"..., iov_len=33}], 3)",
	       SYS_writev, 3, vec, 3);
	unsaid(SYS_writev, -1, vec, 3);
	expect("writev(3, NULL, 2)", SYS_writev, 3, NULL, 2);
	unsaid(SYS_writev, 3, vec, 0);
	unsaid(SYS_writev, 3, vec, -1);
	unsaid(SYS_writev, 3, pages + 2 * FX_PAGE - 16, 2);
	expect("pwritev(3, [{iov_base=\"012\", iov_len=3}], 1, 5)", SYS_pwritev, 3, vec, 1, 5);
	unsaid(SYS_pwritev, 3, vec, 1, -1);
	unsaid(SYS_pwritev, 3, vec, 1, 1l << 33);
	expect("pwritev2(3, [{iov_base=\"012\", iov_len=3}], 1, 5, 0)", SYS_pwritev2, 3, vec, 1, 5,
	       0, 0);
	unsaid(SYS_pwritev2, 3, vec, 1, 5, 0, 4);
	unsaid(SYS_pwritev2, 3, vec, 1, 5, 0, 0x1000);
	unsaid(SYS_pwritev2, 3, vec, 1, -1, -1, 0x10);
	vec[0] = (struct iovec){ buf, 3 };
	vec[1] = (struct iovec){ buf + 3, 5 };
	expect("lseek(3, 5, SEEK_SET)", SYS_lseek, 3, 5, SEEK_SET);
	expect("readv(3, [{iov_base=\"012\", iov_len=3}, {iov_base=\"89abc\", iov_len=5}], 2)",
	       SYS_readv, 3, vec, 2);
	unsaid(SYS_readv, -1, vec, 2);
	unsaid(SYS_readv, 3, NULL, 2);
	unsaid(SYS_preadv, 3, vec, 2, 0);
	unsaid(SYS_preadv, 3, vec, 2, -1);
	unsaid(SYS_preadv, 3, vec, 2, 1l << 33);
	unsaid(SYS_preadv2, 3, vec, 2, 3, 0, 0);
	unsaid(SYS_preadv2, 3, vec, 2, -1, -1, 8);
	unsaid(SYS_preadv2, 3, vec, 2, 3, 0, 0x80);
	/* Fewer bytes than the vector takes. */
	unsaid(SYS_ftruncate, 3, 4);
	unsaid(SYS_preadv, 3, vec, 2, 0);
	unsaid(SYS_preadv, 3, vec, 2, 100);
}
