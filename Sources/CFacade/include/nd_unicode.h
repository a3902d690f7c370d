#ifndef ND_UNICODE_H
#define ND_UNICODE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// One guess of the charset detector.
typedef struct {
  /// ICU's name, as "ISO-8859-1".
  char name[40];
  /// 0 to 100.
  int confidence;
} nd_charset_guess;

/// Guesses the charset of bytes, best first (ICU's ucsdet); gives their number, at most `capacity`.
/// `markup`: tags are left out of the statistics.
int nd_charset_detect(const uint8_t *bytes, size_t length, bool markup, nd_charset_guess *guesses, int capacity);

/// UTF-8 made from bytes in another charset (ICU's converters); what has no meaning becomes U+FFFD.
///
/// `bytes` is NULL where ICU does not know the charset. `origins[i]` is the source byte that UTF-8 byte `i` came from.
/// Free with `nd_transcoded_free`.
typedef struct {
  uint8_t *bytes;
  int32_t *origins;
  size_t length;
} nd_transcoded;
nd_transcoded nd_transcode(const char *charset, const uint8_t *bytes, size_t length);
void nd_transcoded_free(nd_transcoded result);

/// Normalization form C of valid UTF-8 (UAX 15).
///
/// Gives false where the text is in that form already (nothing is allocated). Otherwise `result`, of `result_length`
/// bytes, is to be freed with `nd_unicode_free`.
bool nd_nfc(const uint8_t *utf8, size_t length, uint8_t **result, size_t *result_length);
void nd_unicode_free(uint8_t *memory);
#endif
