/* RC4, by which older PDFs are encrypted. */
#include <stddef.h>

static void swap(unsigned char *one, unsigned char *other)
{
    unsigned char kept = *one;
    *one = *other;
    *other = kept;
}

/* Writes data to `to`, encrypted or decrypted by a key of at least one byte. */
static void rc4(const unsigned char *key, size_t length, const unsigned char *data, size_t size, unsigned char *to)
{
    unsigned char state[256], i = 0, j = 0;
    for (int at = 0; at < 256; at++)
        state[at] = (unsigned char)at;
    for (int at = 0; at < 256; at++) {
        j += state[at] + key[at % length];
        swap(&state[at], &state[j]);
    }
    j = 0;
    for (size_t at = 0; at < size; at++) {
        j += state[++i];
        swap(&state[i], &state[j]);
        to[at] = data[at] ^ state[(unsigned char)(state[i] + state[j])];
    }
}
