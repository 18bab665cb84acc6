// SPDX-License-Identifier: GPL-2.0
/* Keys and keyrings. */
#include <linux/keyctl.h>
#include <sys/uio.h>
#include "calls.h"

#define PROCESS KEY_SPEC_PROCESS_KEYRING

FAMILY(keys, "add_key request_key keyctl")
{
	static struct iovec pieces[2] = { { "first ", 6 }, { "second", 6 } };
	static struct keyctl_dh_params dh = { { 1 }, 2, 3 };
	static struct keyctl_pkey_params pkey = { .key_id = 7, .in_len = 5, .out_len = 16 };
	static unsigned char caps[8];
	static char buf[128];
	long key, ring;

	key = unsaid(SYS_add_key, "user", "forensix:a", "payload\n\1", 9, PROCESS);
	unsaid(SYS_add_key, "user", "forensix:a", NULL, 0, 0);
	unsaid(SYS_add_key, "keyring", "ring", NULL, 0, 99999999);
	expect("add_key(0x1000, \"d\", \"x\", 1, KEY_SPEC_USER_KEYRING)", SYS_add_key, FX_NOWHERE,
	       "d", "x", 1, KEY_SPEC_USER_KEYRING);
	unsaid(SYS_add_key, "no such type", "d", "x", 1, PROCESS);
	unsaid(SYS_add_key, "user", "d", FX_NOWHERE, 10, KEY_SPEC_THREAD_KEYRING);
	unsaid(SYS_add_key, "user", NULL, "long payload, more than what is shown of it by default",
	       54, PROCESS);
	ring = unsaid(SYS_add_key, "keyring", "ring", NULL, 0, PROCESS);
	expect_as("request_key(\"user\", \"forensix:a\", NULL, KEY_SPEC_PROCESS_KEYRING)",
		  text("%ld", key), SYS_request_key, "user", "forensix:a", NULL, PROCESS);
	unsaid(SYS_request_key, "user", "nowhere", NULL, 0);
	unsaid(SYS_request_key, "user", FX_NOWHERE, "info", -5);
	unsaid(SYS_keyctl, KEYCTL_GET_KEYRING_ID, PROCESS, 1);
	unsaid(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0);
	unsaid(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, "a session");
	unsaid(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);
	unsaid(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, FX_NOWHERE);
	expect(text("keyctl(KEYCTL_UPDATE, %ld, \"other\", 5)", key), SYS_keyctl, KEYCTL_UPDATE,
	       key, "other", 5);
	unsaid(SYS_keyctl, KEYCTL_UPDATE, -1, NULL, 0);
	unsaid(SYS_keyctl, KEYCTL_UPDATE, key, FX_NOWHERE, 7);
	expect(text("keyctl(KEYCTL_READ, %ld, \"other\", 128)", key), SYS_keyctl, KEYCTL_READ, key,
	       buf, sizeof(buf));
	unsaid(SYS_keyctl, KEYCTL_READ, key, buf, 3);
	unsaid(SYS_keyctl, KEYCTL_READ, key, NULL, 0);
	unsaid(SYS_keyctl, KEYCTL_READ, key, FX_NOWHERE, 10);
	unsaid(SYS_keyctl, KEYCTL_READ, 77, buf, sizeof(buf));
	unsaid(SYS_keyctl, KEYCTL_DESCRIBE, key, buf, sizeof(buf));
	unsaid(SYS_keyctl, KEYCTL_DESCRIBE, PROCESS, buf, 5);
	unsaid(SYS_keyctl, KEYCTL_DESCRIBE, -100, buf, 5);
	unsaid(SYS_keyctl, KEYCTL_GET_SECURITY, key, buf, sizeof(buf));
	expect_as(
		text("keyctl(KEYCTL_SEARCH, KEY_SPEC_PROCESS_KEYRING, \"user\", \"forensix:a\", 0)"),
		text("%ld", key), SYS_keyctl, KEYCTL_SEARCH, PROCESS, "user", "forensix:a", 0);
	unsaid(SYS_keyctl, KEYCTL_SEARCH, ring, "user", "none", PROCESS);
	unsaid(SYS_keyctl, KEYCTL_SEARCH, ring, NULL, FX_NOWHERE, PROCESS);
	expect(text("keyctl(KEYCTL_LINK, %ld, %ld)", key, ring), SYS_keyctl, KEYCTL_LINK, key,
	       ring);
	unsaid(SYS_keyctl, KEYCTL_UNLINK, key, ring);
	unsaid(SYS_keyctl, KEYCTL_UNLINK, key, -3);
	unsaid(SYS_keyctl, KEYCTL_CHOWN, key, 5, -1);
	unsaid(SYS_keyctl, KEYCTL_CHOWN, 5, -1, 7);
	unsaid(SYS_keyctl, KEYCTL_SETPERM, key, 0x3f3f0000);
	unsaid(SYS_keyctl, KEYCTL_SETPERM, key, 0x3f010101);
	unsaid(SYS_keyctl, KEYCTL_SETPERM, key, 0xc0c0c0c0);
	unsaid(SYS_keyctl, KEYCTL_SET_TIMEOUT, key, 1000);
	unsaid(SYS_keyctl, KEYCTL_SET_TIMEOUT, 1, -1);
	unsaid(SYS_keyctl, KEYCTL_SET_REQKEY_KEYRING, -1);
	unsaid(SYS_keyctl, KEYCTL_SET_REQKEY_KEYRING, 2);
	unsaid(SYS_keyctl, KEYCTL_SET_REQKEY_KEYRING, 99);
	unsaid(SYS_keyctl, KEYCTL_ASSUME_AUTHORITY, 0);
	unsaid(SYS_keyctl, KEYCTL_ASSUME_AUTHORITY, key);
	unsaid(SYS_keyctl, KEYCTL_INSTANTIATE, key, "new", 3, ring);
	unsaid(SYS_keyctl, KEYCTL_INSTANTIATE, key, NULL, 0, 0);
	unsaid(SYS_keyctl, KEYCTL_NEGATE, key, 10, ring);
	unsaid(SYS_keyctl, KEYCTL_REJECT, key, 10, EACCES, ring);
	unsaid(SYS_keyctl, KEYCTL_REJECT, key, 10, 7777, 0);
	unsaid(SYS_keyctl, KEYCTL_INSTANTIATE_IOV, key, pieces, 2, ring);
	unsaid(SYS_keyctl, KEYCTL_INSTANTIATE_IOV, key, NULL, 0, 0);
	unsaid(SYS_keyctl, KEYCTL_GET_PERSISTENT, -1, PROCESS);
	unsaid(SYS_keyctl, KEYCTL_GET_PERSISTENT, 0, 99);
	unsaid(SYS_keyctl, KEYCTL_DH_COMPUTE, &dh, buf, 10, NULL);
	unsaid(SYS_keyctl, KEYCTL_DH_COMPUTE, NULL, buf, 10, NULL);
	unsaid(SYS_keyctl, KEYCTL_PKEY_QUERY, key, 0, "enc=raw", buf);
	unsaid(SYS_keyctl, KEYCTL_PKEY_QUERY, key, 5, FX_NOWHERE, NULL);
	unsaid(SYS_keyctl, KEYCTL_PKEY_ENCRYPT, &pkey, "enc=raw", "input", buf);
	unsaid(SYS_keyctl, KEYCTL_PKEY_DECRYPT, NULL, "enc=raw", "input", buf);
	unsaid(SYS_keyctl, KEYCTL_PKEY_SIGN, &pkey, "", "input", buf);
	pkey.in2_len = 3;
	unsaid(SYS_keyctl, KEYCTL_PKEY_VERIFY, &pkey, "enc=raw hash=sha1", "input", "sig");
	unsaid(SYS_keyctl, KEYCTL_RESTRICT_KEYRING, ring, "asymmetric", "builtin_trusted");
	unsaid(SYS_keyctl, KEYCTL_RESTRICT_KEYRING, 5, NULL, NULL);
	unsaid(SYS_keyctl, KEYCTL_MOVE, key, PROCESS, ring, 1);
	unsaid(SYS_keyctl, KEYCTL_MOVE, key, 0, -1, 0xf0);
	unsaid(SYS_keyctl, KEYCTL_CAPABILITIES, caps, sizeof(caps));
	unsaid(SYS_keyctl, KEYCTL_CAPABILITIES, caps, 1);
	unsaid(SYS_keyctl, KEYCTL_CAPABILITIES, FX_NOWHERE, 2);
	unsaid(SYS_keyctl, 99, 1, 2, 3, 4);
	unsaid(SYS_keyctl, -1, 0, NULL, 0x123456789ab, 0);
	unsaid(SYS_keyctl, KEYCTL_CLEAR, ring);
	unsaid(SYS_keyctl, KEYCTL_CLEAR, key);
	unsaid(SYS_keyctl, KEYCTL_REVOKE, key);
	unsaid(SYS_keyctl, KEYCTL_INVALIDATE, ring);
	unsaid(SYS_keyctl, KEYCTL_SESSION_TO_PARENT);
}
