#include "embed/folders.inc"

const nd_language_file *nd_language_folder(size_t index, size_t *count) {
  if (index >= sizeof(folders) / sizeof(folders[0])) return NULL;
  *count = *folders[index].count;
  return folders[index].files;
}
