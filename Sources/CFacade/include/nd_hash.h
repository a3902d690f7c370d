#ifndef ND_HASH_H
#define ND_HASH_H
#include <stddef.h>
#include <stdint.h>

/// SHA-256 of `length` bytes into `digest` (32 bytes), by OpenSSL's libcrypto.
void nd_sha256(const uint8_t *bytes, size_t length, uint8_t *digest);

/// CRC-32 of `length` bytes, by zlib.
uint32_t nd_crc32(const uint8_t *bytes, size_t length);

/// A running SHA-256, for input that comes in pieces.
typedef struct nd_sha256_state nd_sha256_state;
nd_sha256_state *nd_sha256_begin(void);
void nd_sha256_add(nd_sha256_state *state, const uint8_t *bytes, size_t length);
/// Writes the digest (32 bytes) and frees the state.
void nd_sha256_end(nd_sha256_state *state, uint8_t *digest);
#endif
