#define _GNU_SOURCE
#include "nd_system.h"
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

int nd_sync(int descriptor) { return syncfs(descriptor); }

void nd_sync_begin(int descriptor) { sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE); }

int nd_fork(void) {
  pid_t parent = getpid();
  pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // The parent may have died before the line above.
    if (getppid() != parent) _exit(70);
  }
  return child;
}

struct call {
  int (*body)(void *);
  void *context;
  int result;
};

static void *run_call(void *raw) {
  struct call *call = raw;
  call->result = call->body(call->context);
  return 0;
}

int nd_on_thread(int (*body)(void *), void *context) {
  struct call call = {body, context, 0};
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, (size_t)16 << 20);
  if (pthread_create(&thread, &attributes, run_call, &call) != 0) return body(context);
  pthread_join(thread, 0);
  return call.result;
}

#if __has_feature(address_sanitizer)
// What lives as long as the process is no leak to look for: Swift's runtime and the lists are never taken apart.
const char *__asan_default_options(void) { return "detect_leaks=0"; }
#endif

void nd_worker_child(int64_t memory) {
#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
  struct rlimit limit = {(rlim_t)memory, (rlim_t)memory};
  setrlimit(RLIMIT_AS, &limit);
#else
  (void)memory;  // a sanitizer's shadow takes more addresses than any limit
#endif
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  int crashes[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP, SIGINT, SIGTERM, SIGHUP};
  for (unsigned i = 0; i < sizeof crashes / sizeof *crashes; i++) signal(crashes[i], SIG_DFL);
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int i = 0; i < 3 && nothing >= 0; i++) dup2(nothing, i);
}

int nd_watch_begin(void) { return inotify_init1(IN_CLOEXEC | IN_NONBLOCK); }

int nd_watch_add(int watch, const char *folder) {
  return inotify_add_watch(watch, folder,
                           IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR);
}

void nd_keep_freed(void) {
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
  mallopt(M_TOP_PAD, 1 << 20);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
}

int64_t nd_copy_range(int from, int64_t offset, int to, int64_t count) {
  off_t at = offset;
  return copy_file_range(from, &at, to, NULL, count, 0);
}

int nd_rename_new(const char *from, const char *to) {
  return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}
