// SPDX-License-Identifier: GPL-2.0
/*
 * What is left out, by the administrator's wish.
 *
 * A filter is a text of rules, separated by ';' or newlines:
 *
 *	include FIELD=VALUE
 *	exclude FIELD=VALUE
 *
 * FIELD is group or call, which tell calls apart, or uid, cgroup (its id) or exe
 * (a prefix of the path of the executable), which tell tasks apart. A call is
 * left out when an exclude rule fits, or when there are include rules for a field
 * and none of that field fits. The life of processes is on record all the same,
 * and so is the text of the filter, from when to when.
 *
 * Rules about calls are worked out to a bit a call when the filter is set; rules
 * about tasks are judged when the context of a task changes, with its exec, and
 * when the filter does (context.c).
 */
#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/kstrtox.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <linux/uidgid.h>
#include <linux/cgroup.h>
#include "alloc.h"
#include "compat.h"
#include "context.h"
#include "filter.h"
#include "recording.h"
#include "table.h"

/* More than any person writes; a limit on memory and time. */
#define FX_FILTER_TEXT_MAX_BYTES 4096
#define FX_RULES_MAX 64
/* All calls that have a row have lower numbers. */
#define FX_CALLS_MAX 512

enum fx_field {
	FX_FIELD_GROUP,
	FX_FIELD_CALL,
	FX_FIELD_UID,
	FX_FIELD_CGROUP,
	FX_FIELD_EXE,
	FX_FIELDS,
};

static const char *const fx_field_names[FX_FIELDS] = { "group", "call", "uid", "cgroup", "exe" };

/**
 * struct fx_rule - one rule
 * @field: what it is about
 * @include: else it excludes
 * @number: the group's mask, the user, the cgroup
 * @text: the name of the call, the prefix; in fx_filter.text
 */
struct fx_rule {
	enum fx_field field;
	bool include;
	u64 number;
	const char *text;
};

/**
 * struct fx_filter - a filter, never changed once it is in force
 * @skips: calls that are left out of all tasks, by ABI
 * @tasks: there are rules about tasks
 * @count: number of rules
 * @rules: the rules
 * @whole: the text as it was given
 * @text: the text, cut up
 */
struct fx_filter {
	DECLARE_BITMAP(skips[2], FX_CALLS_MAX);
	bool tasks;
	unsigned int count;
	struct fx_rule rules[FX_RULES_MAX];
	char whole[FX_FILTER_TEXT_MAX_BYTES];
	char text[FX_FILTER_TEXT_MAX_BYTES];
};

bool fx_filtering;
u32 fx_unfiltered;
static struct fx_filter __rcu *fx_filter;
static DEFINE_MUTEX(fx_filter_lock);
static DEFINE_PER_CPU(u64, fx_filtered);
/* Where a path is made up; preemption is off. */
static DEFINE_PER_CPU(char[PATH_MAX], fx_filter_path);

static bool fx_rule_fits_call(const struct fx_rule *rule, unsigned int abi, u32 nr)
{
	const char *name = fx_call_name(abi, nr);

	if (rule->field == FX_FIELD_GROUP)
		return fx_call_groups(abi, nr) & rule->number;
	return name && !strcmp(name, rule->text);
}

/* By all rules of the fields from @first to @last. */
static bool fx_filter_passes(const struct fx_filter *filter, enum fx_field first,
			     enum fx_field last, bool (*fits)(const struct fx_rule *, const void *),
			     const void *what)
{
	u32 wanted = 0, found = 0;
	unsigned int i;

	for (i = 0; i < filter->count; i++) {
		const struct fx_rule *rule = &filter->rules[i];
		bool fit;

		if (rule->field < first || rule->field > last)
			continue;
		fit = fits(rule, what);
		if (fit && !rule->include)
			return false;
		if (rule->include) {
			wanted |= 1 << rule->field;
			found |= fit << rule->field;
		}
	}
	return found == wanted;
}

struct fx_call_key {
	unsigned int abi;
	u32 nr;
};

static bool fx_fits_call(const struct fx_rule *rule, const void *what)
{
	const struct fx_call_key *key = what;

	return fx_rule_fits_call(rule, key->abi, key->nr);
}

struct fx_task_key {
	u32 uid;
	u64 cgroup;
	const char *exe;
};

static bool fx_fits_task(const struct fx_rule *rule, const void *what)
{
	const struct fx_task_key *key = what;

	switch (rule->field) {
	case FX_FIELD_UID:
		return rule->number == key->uid;
	case FX_FIELD_CGROUP:
		return rule->number == key->cgroup;
	default:
		return !strncmp(key->exe, rule->text, strlen(rule->text));
	}
}

/* The path of the program of the current task; "" where it has none. */
static const char *fx_filter_exe(void)
{
	char *room = this_cpu_ptr(fx_filter_path), *path;
	struct file *exe = current->mm ? fx_exe_file(current->mm) : NULL;

	if (!exe)
		return "";
	path = d_path(&exe->f_path, room, PATH_MAX);
	fput(exe);
	return IS_ERR(path) ? "" : path;
}

/**
 * fx_filter_judge - are the calls of the current task left out?
 * @task: its state, which learns of it
 *
 * Preemption is off.
 */
void fx_filter_judge(struct fx_task *task)
{
	const struct fx_filter *filter;
	struct fx_task_key key;

	task->left_out = false;
	if (!READ_ONCE(fx_filtering))
		return;
	rcu_read_lock();
	filter = rcu_dereference(fx_filter);
	if (filter && filter->tasks) {
		key.uid = from_kuid_munged(&init_user_ns, current_uid());
		key.cgroup = cgroup_id(task_dfl_cgroup(current));
		key.exe = fx_filter_exe();
		task->left_out =
			!fx_filter_passes(filter, FX_FIELD_UID, FX_FIELD_EXE, fx_fits_task, &key);
	}
	rcu_read_unlock();
}

/**
 * fx_filter_skips - is this call left out?
 * @task: state of the current task
 * @abi: enum fx_abi
 * @nr: number of the call
 *
 * Preemption is off. A call that is left out is counted.
 *
 * Return: true when it is.
 */
bool fx_filter_skips(struct fx_task *task, unsigned int abi, u32 nr)
{
	const struct fx_filter *filter;
	bool skips;

	if (task->context != fx_context_mark(current))
		fx_context_changed(task);
	skips = task->left_out;
	rcu_read_lock();
	filter = rcu_dereference(fx_filter);
	if (filter && !skips) {
		if (nr < FX_CALLS_MAX)
			skips = test_bit(nr, filter->skips[abi == FX_ABI_IA32]);
		else
			skips = test_bit(FX_CALLS_MAX - 1, filter->skips[0]);
	}
	rcu_read_unlock();
	if (skips)
		this_cpu_inc(fx_filtered);
	return skips;
}

static int fx_rule_value(struct fx_rule *rule, char *value)
{
	u32 user;

	rule->text = value;
	switch (rule->field) {
	case FX_FIELD_GROUP:
		rule->number = fx_group_mask(value);
		if (!rule->number)
			pr_err("filter: no group '%s' (forensix syscalls names them)\n", value);
		return rule->number ? 0 : -EINVAL;
	case FX_FIELD_UID:
		if (kstrtou32(value, 10, &user))
			break;
		rule->number = user;
		return 0;
	case FX_FIELD_CGROUP:
		if (kstrtou64(value, 10, &rule->number))
			break;
		return 0;
	default:
		if (!*value)
			break;
		return 0;
	}
	pr_err("filter: '%s' is no value for %s\n", value, fx_field_names[rule->field]);
	return -EINVAL;
}

/* "include uid=1000" */
static int fx_rule_parse(struct fx_rule *rule, char *text)
{
	char *verb = strsep(&text, " \t"), *field, *value;
	unsigned int i;

	rule->include = !strcmp(verb, "include");
	if (!rule->include && strcmp(verb, "exclude")) {
		pr_err("filter: '%s': a rule begins with include or exclude\n", verb);
		return -EINVAL;
	}
	value = text ? strim(text) : "";
	field = strsep(&value, "=");
	for (i = 0; i < FX_FIELDS; i++) {
		if (value && !strcmp(field, fx_field_names[i])) {
			rule->field = i;
			return fx_rule_value(rule, value);
		}
	}
	pr_err("filter: '%s': want group=, call=, uid=, cgroup= or exe=\n", field);
	return -EINVAL;
}

static int fx_filter_parse(struct fx_filter *filter)
{
	char *rest = filter->text, *rule;
	int err;

	while ((rule = strsep(&rest, ";\n"))) {
		rule = strim(rule);
		if (!*rule)
			continue;
		if (filter->count == FX_RULES_MAX) {
			pr_err("filter: at most %d rules\n", FX_RULES_MAX);
			return -E2BIG;
		}
		err = fx_rule_parse(&filter->rules[filter->count], rule);
		if (err)
			return err;
		filter->tasks |= filter->rules[filter->count].field >= FX_FIELD_UID;
		filter->count++;
	}
	return 0;
}

/* A number beyond all rows is treated as the last one, which has no row either. */
static void fx_filter_work_out(struct fx_filter *filter)
{
	struct fx_call_key key;

	for (key.abi = FX_ABI_X86_64; key.abi <= FX_ABI_IA32; key.abi++)
		for (key.nr = 0; key.nr < FX_CALLS_MAX; key.nr++)
			if (!fx_filter_passes(filter, FX_FIELD_GROUP, FX_FIELD_CALL, fx_fits_call,
					      &key))
				__set_bit(key.nr, filter->skips[key.abi]);
}

static struct fx_filter *fx_filter_make(const char *text)
{
	struct fx_filter *filter =
		fx_alloc(FX_SITE_FILTER, sizeof(*filter), GFP_KERNEL | __GFP_ZERO);
	int err;

	if (!filter)
		return ERR_PTR(-ENOMEM);
	err = -E2BIG;
	if (strscpy(filter->whole, text, sizeof(filter->whole)) < 0)
		goto fail;
	strim(filter->whole);
	strscpy(filter->text, filter->whole, sizeof(filter->text));
	err = strcmp(filter->text, "none") ? fx_filter_parse(filter) : 0;
	if (err)
		goto fail;
	fx_filter_work_out(filter);
	return filter;
fail:
	fx_free(filter);
	return ERR_PTR(err);
}

/* The lock is held. */
static void fx_filter_apply(void)
{
	WRITE_ONCE(fx_unfiltered, READ_ONCE(fx_filtering) ? 0 : fx_rows_x86_64_count);
}

/* Sleeps. The filter in force is replaced as a whole, or stays. */
static int fx_filter_set(const char *text, const struct kernel_param *unused)
{
	struct fx_filter *filter = fx_filter_make(text), *old;

	if (IS_ERR(filter))
		return PTR_ERR(filter);
	if (!filter->count) {
		fx_free(filter);
		filter = NULL;
	}
	mutex_lock(&fx_filter_lock);
	old = rcu_replace_pointer(fx_filter, filter, lockdep_is_held(&fx_filter_lock));
	WRITE_ONCE(fx_filtering, filter);
	fx_filter_apply();
	fx_context_renew();
	mutex_unlock(&fx_filter_lock);
	fx_recording_settings();
	synchronize_rcu();
	fx_free(old);
	return 0;
}

/**
 * fx_filter_text - the filter in force
 * @to: room for the text
 * @room: bytes of it
 *
 * Return: @to.
 */
const char *fx_filter_text(char *to, size_t room)
{
	const struct fx_filter *filter;

	rcu_read_lock();
	filter = rcu_dereference(fx_filter);
	strscpy(to, filter ? filter->whole : "none", room);
	rcu_read_unlock();
	return to;
}

static int fx_filter_get(char *to, const struct kernel_param *unused)
{
	fx_filter_text(to, PAGE_SIZE - 1);
	return strlen(strcat(to, "\n"));
}

static const struct kernel_param_ops fx_filter_ops = {
	.set = fx_filter_set,
	.get = fx_filter_get,
};
module_param_cb(filter, &fx_filter_ops, NULL, 0644);
MODULE_PARM_DESC(filter,
		 "rules of what is left out, as in \"exclude group=time; include uid=1000\" "
		 "(default: none)");

/**
 * fx_filter_count - calls that were left out
 *
 * Return: how many, since the module was loaded.
 */
u64 fx_filter_count(void)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu(fx_filtered, cpu));
	return sum;
}

/**
 * fx_filter_init - from now on calls may pass; a filter given with the module is in force already
 */
void fx_filter_init(void)
{
	mutex_lock(&fx_filter_lock);
	fx_filter_apply();
	mutex_unlock(&fx_filter_lock);
}

/**
 * fx_filter_exit - forget the filter; no hook runs any more
 */
void fx_filter_exit(void)
{
	fx_free(rcu_dereference_protected(fx_filter, true));
}
