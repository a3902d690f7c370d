#ifndef ND_SYSTEM_H
#define ND_SYSTEM_H
#include <stdint.h>

/// syncfs(2): all that was written to the file system of an open file is on the disk. 0, or -1 with errno.
int nd_sync(int descriptor);

/// Begins to write an open file's data to the disk, and does not wait for it.
void nd_sync_begin(int descriptor);

/// What is freed stays with the process, for the next article: given back at once, as by default above 128 KiB, it comes
/// again page by page, each cleared by the kernel. The largest blocks still are mapped, and given back alone.
void nd_keep_freed(void);

/// Copies bytes of a file to where another is written next, within the kernel; gives how many, below 0 where it cannot.
int64_t nd_copy_range(int from, int64_t offset, int to, int64_t count);

/// rename(2) that leaves alone what stands at `to`: -1 with EEXIST then, with EINVAL where the file system cannot do it.
int nd_rename_new(const char *from, const char *to);

/// fork(2), for a process that has no threads yet: Swift hides it. The child dies when its parent does.
int nd_fork(void);

/// Calls `body` on a thread of its own and gives what it gives. For a forked process with threads: Swift's locks remember
/// the id of a thread when it first takes one, and the thread that forked has another id in the child. There such a lock is
/// never free again once two threads have wanted it at the same time.
int nd_on_thread(int (*body)(void *), void *context);

/// Makes a forked process a worker's child: it takes no more than `memory` bytes, leaves no core file, dies of what it
/// dies of without a word, and has nothing of standard input, output and error.
void nd_worker_child(int64_t memory);

/// inotify(7): a descriptor that can be read when something was written, made, removed or moved in a watched folder; and
/// a folder to be watched. -1 with errno if that fails.
int nd_watch_begin(void);
int nd_watch_add(int watch, const char *folder);
#endif
