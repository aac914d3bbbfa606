/* Finds the operands of a content stream: numbers, names, strings, tables (ISO 32000-1, 7.2 and 7.3). */
#include <stddef.h>
#include <string.h>

enum { DEEPEST_STRING = 3, DEEPEST_TABLE = 2 };

static int is_gap(int c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0;
}

static int is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static int is_letter(int c)
{
    c |= 32;
    return c >= 'a' && c <= 'z';
}

static int hex_of(int c)
{
    if (is_digit(c))
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static const unsigned char *gap(const unsigned char *at, const unsigned char *end)
{
    while (at < end && is_gap(*at))
        at++;
    return at;
}

/* Each of these gives the place behind what it reads, NULL if that is not there. */

static const unsigned char *number(const unsigned char *at, const unsigned char *end)
{
    const unsigned char *digits;
    if (at < end && (*at == '+' || *at == '-'))
        at++;
    for (digits = at; at < end && is_digit(*at); at++)
        ;
    if (at > digits) {
        if (at < end && *at == '.')
            at++;
        while (at < end && is_digit(*at))
            at++;
    } else {
        if (at == end || *at++ != '.')
            return NULL;
        for (digits = at; at < end && is_digit(*at); at++)
            ;
        if (at == digits)
            return NULL;
    }
    return at < end && is_gap(*at) ? gap(at, end) : NULL;
}

static const unsigned char *name(const unsigned char *at, const unsigned char *end)
{
    if (at == end || *at++ != '/')
        return NULL;
    while (at < end && !is_gap(*at) && !strchr("()<>[]{}/%", *at))
        at++;
    return at;
}

static const unsigned char *string(const unsigned char *at, const unsigned char *end)
{
    int depth = 0;
    if (at == end || *at != '(')
        return NULL;
    for (; at < end; at++) {
        if (*at == '\\') {
            if (++at == end)
                return NULL;
        } else if (*at == '(') {
            if (++depth > DEEPEST_STRING)
                return NULL;
        } else if (*at == ')' && --depth == 0) {
            return at + 1;
        }
    }
    return NULL;
}

static const unsigned char *hex(const unsigned char *at, const unsigned char *end)
{
    if (at == end || *at++ != '<')
        return NULL;
    while (at < end && (hex_of(*at) >= 0 || (is_gap(*at) && *at)))
        at++;
    return at < end && *at == '>' ? at + 1 : NULL;
}

static const unsigned char *table(const unsigned char *at, const unsigned char *end, int depth)
{
    if (end - at < 2 || at[0] != '<' || at[1] != '<' || depth == 0)
        return NULL;
    for (at += 2; at < end;) {
        if (*at == '>')
            return end - at >= 2 && at[1] == '>' ? at + 2 : NULL;
        if (*at == '(') {
            at = string(at, end);
        } else if (*at == '<') {
            const unsigned char *digits = hex(at, end);
            at = digits ? digits : table(at, end, depth - 1);
        } else if (*at == ')') {
            return NULL;
        } else {
            at++;
        }
        if (!at)
            return NULL;
    }
    return NULL;
}

/* Writes the bytes that the string from `at` to `end` means to `to`, and returns the place behind them. */
static unsigned char *decoded(const unsigned char *at, const unsigned char *end, unsigned char *to)
{
    if (*at == '<') {
        int high = -1;
        for (at++; at < end - 1; at++) {
            int digit = hex_of(*at);
            if (digit < 0)
                continue;
            if (high < 0) {
                high = digit;
            } else {
                *to++ = (unsigned char)(high * 16 + digit);
                high = -1;
            }
        }
        if (high >= 0)
            *to++ = (unsigned char)(high * 16);
    } else {
        for (at++, end--; at < end; at++) {
            if (*at != '\\') {
                *to++ = *at;
                continue;
            }
            at++;
            const char *plain = *at ? strchr("n\nr\rt\tb\bf\f", *at) : NULL;
            if (*at >= '0' && *at <= '7') {
                int code = 0;
                for (int digits = 0; digits < 3 && at < end && *at >= '0' && *at <= '7'; digits++)
                    code = code * 8 + *at++ - '0';
                at--;
                *to++ = (unsigned char)code;
            } else if (*at == '\r') {
                if (at + 1 < end && at[1] == '\n')
                    at++;
            } else if (*at == '\n') {
                continue;
            } else {
                *to++ = plain && *at >= 'a' ? (unsigned char)plain[1] : *at;
            }
        }
    }
    return to;
}
