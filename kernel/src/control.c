// SPDX-License-Identifier: GPL-2.0
/*
 * The device /dev/forensix: one reader at a time.
 *
 * The reader is trusted to read, for it has CAP_SYS_ADMIN, and with nothing
 * else: arguments are checked, positions are checked (ring.h), and a reader
 * that dies at any point leaves a device that the next one can open.
 */
#include <linux/atomic.h>
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/random.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "alloc.h"
#include "control.h"
#include "recording.h"
#include "rings.h"
#include "seal.h"
#include "table.h"
#include "throttle.h"
#include "wake.h"

static atomic_t fx_open_count;
static u8 fx_recording_id[FX_RECORDING_ID_BYTES];

/* file->private_data once the version is agreed. */
#define FX_AGREED ((void *)1)

static int fx_open(struct inode *inode, struct file *file)
{
	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	if (atomic_cmpxchg(&fx_open_count, 0, 1))
		return -EBUSY;
	file->private_data = NULL;
	WRITE_ONCE(fx_reader_tgid, current->tgid);
	fx_recording_attach();
	return stream_open(inode, file);
}

static int fx_release(struct inode *inode, struct file *file)
{
	/* While it is still the reader, for whom there is room. */
	fx_recording_mark(FX_MARK_DETACH);
	WRITE_ONCE(fx_reader_tgid, 0);
	WRITE_ONCE(fx_wake_state, FX_AWAKE);
	atomic_set_release(&fx_open_count, 0);
	return 0;
}

static long fx_ioc_version(struct file *file, void __user *argument)
{
	u32 theirs, ours = FX_ABI_VERSION;

	if (copy_from_user(&theirs, argument, sizeof(theirs)) ||
	    copy_to_user(argument, &ours, sizeof(ours)))
		return -EFAULT;
	if (theirs != ours)
		return -EPROTO;
	file->private_data = FX_AGREED;
	return 0;
}

static long fx_ioc_info(void __user *argument)
{
	struct fx_info info = {
		.abi_version = FX_ABI_VERSION,
		.cpus = fx_rings_count(),
		.ring_bytes = fx_rings_bytes(),
		.table_crc = fx_table_crc,
		.recording = fx_recording_on(),
		.sealing = fx_seal_on(),
		.seal_interval_ms = fx_seal_interval_ms(),
	};

	memcpy(info.recording_id, fx_recording_id, sizeof(info.recording_id));
	fx_recording_clocks(&info.monotonic, &info.realtime, &info.boottime);
	return copy_to_user(argument, &info, sizeof(info)) ? -EFAULT : 0;
}

static long fx_ioc_seal(void __user *argument)
{
	struct fx_seal_key first;
	int err = -EFAULT;

	if (!copy_from_user(&first, argument, sizeof(first)))
		err = fx_recording_seal(&first, fx_recording_id);
	memzero_explicit(&first, sizeof(first));
	return err;
}

static long fx_ioctl(struct file *file, unsigned int command, unsigned long arg)
{
	if (command == FX_IOC_VERSION)
		return fx_ioc_version(file, (void __user *)arg);
	if (file->private_data != FX_AGREED)
		return -EPROTO;
	switch (command) {
	case FX_IOC_INFO:
		return fx_ioc_info((void __user *)arg);
	case FX_IOC_START:
		return fx_recording_start();
	case FX_IOC_STOP:
		return fx_recording_stop();
	case FX_IOC_WAKE:
		fx_throttle_wake();
		return 0;
	case FX_IOC_SEAL:
		return fx_ioc_seal((void __user *)arg);
	}
	return -ENOTTY;
}

static int fx_mmap(struct file *file, struct vm_area_struct *vma)
{
	if (file->private_data != FX_AGREED)
		return -EPROTO;
	return fx_rings_mmap(vma);
}

static const struct file_operations fx_fops = {
	.owner = THIS_MODULE,
	.open = fx_open,
	.release = fx_release,
	.unlocked_ioctl = fx_ioctl,
	.mmap = fx_mmap,
	.poll = fx_wake_poll,
};

static struct miscdevice fx_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "forensix",
	.fops = &fx_fops,
	.mode = 0600,
};

/**
 * fx_control_init - make the device; all else is ready
 *
 * Return: 0 or a negative errno.
 */
int fx_control_init(void)
{
	get_random_bytes(fx_recording_id, sizeof(fx_recording_id));
	return fx_alloc_denied(FX_SITE_DEVICE) ? -ENOMEM : misc_register(&fx_device);
}

/**
 * fx_control_exit - remove the device; nobody has it open, for that holds the
 * module
 */
void fx_control_exit(void)
{
	misc_deregister(&fx_device);
}
