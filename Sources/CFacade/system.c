#define _GNU_SOURCE
#include "nd_system.h"
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

int nd_sync(int descriptor) { return syncfs(descriptor); }

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
