#include "nd_hash.h"
#include <openssl/evp.h>
#include <pthread.h>
#include <zlib.h>

static EVP_MD *sha256;
static void fetch(void) { sha256 = EVP_MD_fetch(NULL, "SHA256", NULL); }

// SHA256() looks for the algorithm each time, which takes longer than to hash a small artifact.
void nd_sha256(const uint8_t *bytes, size_t length, uint8_t *digest) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, fetch);
  EVP_Digest(bytes, length, digest, NULL, sha256 ? sha256 : EVP_sha256(), NULL);
}

nd_sha256_state *nd_sha256_begin(void) {
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  EVP_DigestInit_ex(context, EVP_sha256(), NULL);
  return (nd_sha256_state *)context;
}

void nd_sha256_add(nd_sha256_state *state, const uint8_t *bytes, size_t length) {
  EVP_DigestUpdate((EVP_MD_CTX *)state, bytes, length);
}

void nd_sha256_end(nd_sha256_state *state, uint8_t *digest) {
  EVP_DigestFinal_ex((EVP_MD_CTX *)state, digest, NULL);
  EVP_MD_CTX_free((EVP_MD_CTX *)state);
}

uint32_t nd_crc32(const uint8_t *bytes, size_t length) { return (uint32_t)crc32_z(0, bytes, length); }
