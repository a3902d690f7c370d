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

/// Unpacking gzip piece by piece, for what is too large to be held.
typedef struct nd_gunzip nd_gunzip;
/// NULL where memory is missing.
nd_gunzip *nd_gunzip_begin(void);
void nd_gunzip_end(nd_gunzip *state);

typedef struct {
  /// Bytes of the input that were used, and of the output that were made.
  size_t used, made;
  /// A member ended: the next step begins another.
  int ended;
  int damaged;
} nd_gunzip_result;
nd_gunzip_result nd_gunzip_step(nd_gunzip *state, const uint8_t *input, size_t length, uint8_t *output, size_t room);
#endif
