#include "nd_inflate.h"
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

nd_inflated nd_inflate(const uint8_t *bytes, size_t length, size_t limit, int all) {
  nd_inflated result = {ND_INFLATE_OK, NULL, 0, 0};
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (inflateInit2(&stream, 15 + 16) != Z_OK) {  // 16: a gzip header is expected
    result.error = ND_INFLATE_DAMAGED;
    return result;
  }
  size_t capacity = 0;
  int status = Z_OK;
  while (1) {
    if (capacity - result.length < 32768) {
      size_t wanted = capacity ? capacity * 2 : (length < 65536 ? 262144 : length * 4);
      if (wanted > limit + 65536) wanted = limit + 65536;
      if (wanted <= capacity) {
        result.error = ND_INFLATE_TOO_BIG;
        break;
      }
      uint8_t *grown = realloc(result.bytes, wanted);
      if (!grown) {
        result.error = ND_INFLATE_TOO_BIG;
        break;
      }
      result.bytes = grown;
      capacity = wanted;
    }
    size_t room = capacity - result.length, rest = length - result.used;
    stream.next_out = result.bytes + result.length;
    stream.avail_out = room > 1u << 30 ? 1u << 30 : (uInt)room;
    stream.next_in = (Bytef *)(bytes + result.used);
    stream.avail_in = rest > 1u << 30 ? 1u << 30 : (uInt)rest;
    uInt in = stream.avail_in, out = stream.avail_out;
    status = inflate(&stream, Z_NO_FLUSH);
    result.used += in - stream.avail_in;
    result.length += out - stream.avail_out;
    if (result.length > limit) {
      result.error = ND_INFLATE_TOO_BIG;
      break;
    }
    if (status == Z_STREAM_END) {
      // Another member may follow; anything else after the end is padding.
      rest = length - result.used;
      if (!all || rest < 18 || bytes[result.used] != 0x1F || bytes[result.used + 1] != 0x8B) break;
      if (inflateReset(&stream) != Z_OK) break;
      continue;
    }
    if (status == Z_BUF_ERROR || (status == Z_OK && in == stream.avail_in && out == stream.avail_out)) {
      if (stream.avail_out == 0) continue;
      result.error = ND_INFLATE_TRUNCATED;
      break;
    }
    if (status != Z_OK) {
      result.error = ND_INFLATE_DAMAGED;
      break;
    }
    if (result.used == length && stream.avail_out > 0) {
      result.error = ND_INFLATE_TRUNCATED;
      break;
    }
  }
  inflateEnd(&stream);
  return result;
}

void nd_inflate_free(nd_inflated result) { free(result.bytes); }

struct nd_gunzip {
  z_stream stream;
  int ended;
};

nd_gunzip *nd_gunzip_begin(void) {
  nd_gunzip *state = calloc(1, sizeof *state);
  if (state && inflateInit2(&state->stream, 15 + 16) != Z_OK) {
    free(state);
    return NULL;
  }
  return state;
}

void nd_gunzip_end(nd_gunzip *state) {
  inflateEnd(&state->stream);
  free(state);
}

nd_gunzip_result nd_gunzip_step(nd_gunzip *state, const uint8_t *input, size_t length, uint8_t *output, size_t room) {
  nd_gunzip_result result = {0, 0, 0, 0};
  if (state->ended) {
    inflateReset(&state->stream);
    state->ended = 0;
  }
  z_stream *stream = &state->stream;
  stream->next_in = (Bytef *)input;
  stream->avail_in = (uInt)length;
  stream->next_out = output;
  stream->avail_out = (uInt)room;
  int status = inflate(stream, Z_NO_FLUSH);
  result.used = length - stream->avail_in;
  result.made = room - stream->avail_out;
  result.ended = state->ended = status == Z_STREAM_END;
  result.damaged = status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR;
  return result;
}
