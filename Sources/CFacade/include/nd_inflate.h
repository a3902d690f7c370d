#ifndef ND_INFLATE_H
#define ND_INFLATE_H
#include <stddef.h>
#include <stdint.h>

typedef enum {
  ND_INFLATE_OK = 0,
  /// The stream breaks off: what was read until then stands.
  ND_INFLATE_TRUNCATED,
  ND_INFLATE_DAMAGED,
  /// More than `limit` bytes would come out.
  ND_INFLATE_TOO_BIG,
} nd_inflate_error;

typedef struct {
  nd_inflate_error error;
  uint8_t *bytes;
  size_t length;
  /// Bytes of the input that were used.
  size_t used;
} nd_inflated;

/// Unpacks gzip (RFC 1952): one member, or all of them one after the other where `all` is not 0.
/// At most `limit` bytes come out. Free with `nd_inflate_free`.
nd_inflated nd_inflate(const uint8_t *bytes, size_t length, size_t limit, int all);
void nd_inflate_free(nd_inflated result);
#endif
