/* Kinds of bytes in a file, and how words end: as pdfminer takes them (see `_objects.c`). */
#include <stddef.h>
#include <string.h>

static int is_digit(int c)
{
    return c >= '0' && c <= '9';
}

/* Returns the value of a hexadecimal digit, -1 for any other byte. */
static int hex_of(int c)
{
    if (is_digit(c))
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int is_gap(int c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static int is_end_of_word(const unsigned char *at, const unsigned char *end)
{
    return at == end || is_gap(*at) || (*at && strchr("/[]()<>", *at));
}

static const unsigned char *gap(const unsigned char *at, const unsigned char *end)
{
    while (at < end && is_gap(*at))
        at++;
    return at;
}

/* Returns the place behind a word if it stands here, else NULL. */
static const unsigned char *behind(const unsigned char *at, const unsigned char *end, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(end - at) < length || memcmp(at, word, length) || !is_end_of_word(at + length, end))
        return NULL;
    return at + length;
}
