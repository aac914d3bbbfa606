/* Reads the operators of a content stream that show text, in one pass.
 *
 * It proves first that the content stream is well formed, as PDF writers write them: what it does not know
 * is not wrong, but seldom met, and left to pdfplumber. It reads nothing but the bytes that it is given, and
 * shares no code with pdfium.
 */
#define Py_LIMITED_API 0x030b0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const unsigned char *at, *end;
    unsigned char *room; /* as long as the content stream: a string never grows */
    unsigned char *to;   /* where in it the strings end that were shown since the last operation */
    int halves;          /* whether one of these has an odd number of bytes */
    PyObject *operations;      /* list of (shown, whole, operator, name) */
    int colours;         /* whether a colour was set otherwise than in grey or RGB */
} Reader;

enum { DEEPEST_STRING = 3, DEEPEST_TABLE = 2 };

static int is_gap(int c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0;
}

static int is_digit(int c)
{
    return c >= '0' && c <= '9';
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

/* Returns the length of the word that stands here if it is one of `words`, each between spaces, else 0. */
static size_t word(const Reader *reader, const char *words)
{
    char sought[6] = " ";
    size_t length = 0;
    for (const unsigned char *at = reader->at; at < reader->end && !is_gap(*at) && !strchr("/[(<", *at); at++) {
        if (length == 3)
            return 0;
        sought[++length] = (char)*at;
    }
    sought[length + 1] = ' ';
    return length && strstr(words, sought) ? length : 0;
}

static void add_string(Reader *reader, const unsigned char *at, const unsigned char *end)
{
    unsigned char *to = reader->to;
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
    reader->halves |= (to - reader->to) & 1;
    reader->to = to;
}

/* Adds an operator that changes the font or draws a form, and the strings before it. Returns 0 where memory fails. */
static int add_operation(Reader *reader, const char *said, const unsigned char *named, const unsigned char *named_end)
{
    PyObject *one = Py_BuildValue("(y#Osy#)", reader->room, (Py_ssize_t)(reader->to - reader->room),
                                  reader->halves ? Py_False : Py_True, said, named,
                                  (Py_ssize_t)(named_end - named));
    int added = one ? PyList_Append(reader->operations, one) : -1;
    Py_XDECREF(one);
    reader->to = reader->room;
    reader->halves = 0;
    return added == 0;
}

/* What reading an operation comes to. */
enum { GOOD, MALFORMED, NO_MEMORY };

static int after_numbers(Reader *reader)
{
    static const char *const WORDS[] = {
        "",
        " Tc Tw Tz TL Ts Tr w J j M i g G sc scn SC SCN ",
        " Td TD m l sc scn SC SCN ",
        " rg RG sc scn SC SCN ",
        " re k K v y sc scn SC SCN ",
        "",
        " cm Tm c ",
    };
    const unsigned char *behind;
    int count = 0;
    while (count < 6 && (behind = number(reader->at, reader->end))) {
        reader->at = behind;
        count++;
    }
    size_t length = word(reader, WORDS[count]);
    if (!length)
        return MALFORMED;
    if (*reader->at == 'k' || (*reader->at == 's' && count != 3))
        reader->colours = 1;
    reader->at += length;
    return GOOD;
}

static int after_strings(Reader *reader)
{
    const unsigned char *at = reader->at, *end = reader->end, *behind;
    size_t length;
    if (*at != '[') {
        if (!(behind = *at == '(' ? string(at, end) : hex(at, end)))
            return MALFORMED;
        add_string(reader, at, behind);
        reader->at = gap(behind, end);
        if (!(length = word(reader, " Tj ' ")))
            return MALFORMED;
    } else {
        for (at++; at < end && *at != ']'; at = behind) {
            behind = at + 1;
            if (*at == '(' || *at == '<') {
                if (!(behind = *at == '(' ? string(at, end) : hex(at, end)))
                    return MALFORMED;
                add_string(reader, at, behind);
            } else if (!is_gap(*at) && !is_digit(*at) && !strchr("+-.", *at)) {
                return MALFORMED;
            }
        }
        if (at == end)
            return MALFORMED;
        reader->at = gap(at + 1, end);
        if (!(length = word(reader, " TJ "))) {
            if (!(behind = number(reader->at, end)))
                return MALFORMED;
            reader->at = behind;
            if (!(length = word(reader, " d ")))
                return MALFORMED;
        }
    }
    reader->at += length;
    return GOOD;
}

static int after_name(Reader *reader)
{
    const unsigned char *start = reader->at, *end = reader->end;
    const unsigned char *named = name(start, end), *behind = gap(named, end), *next;
    size_t length;
    if (behind > named) {
        reader->at = behind;
        if ((next = number(behind, end))) {
            reader->at = next;
            if (!(length = word(reader, " Tf ")))
                return MALFORMED;
            reader->at += length;
            return add_operation(reader, "Tf", start, named) ? GOOD : NO_MEMORY;
        }
        if ((length = word(reader, " gs Do cs CS ri sh BMC MP scn SCN "))) {
            int draws = *behind == 'D';
            if (*behind == 's' && length == 3)
                reader->colours = 1;
            reader->at += length;
            return !draws || add_operation(reader, "Do", start, named) ? GOOD : NO_MEMORY;
        }
    }
    next = behind < end && *behind == '/' ? name(behind, end) : table(behind, end, DEEPEST_TABLE);
    if (!next)
        return MALFORMED;
    reader->at = gap(next, end);
    if (!(length = word(reader, " BDC DP ")))
        return MALFORMED;
    reader->at += length;
    return GOOD;
}

static int after_nothing(Reader *reader)
{
    const unsigned char *at = reader->at;
    size_t length = word(reader, " BT ET EMC T* q Q h n S s W F f B b q* Q* h* n* S* s* W* F* f* B* b* ");
    if (!length)
        return MALFORMED;
    reader->at += length;
    if (length == 1 && (*at == 'q' || *at == 'Q'))
        return add_operation(reader, *at == 'q' ? "q" : "Q", at, at) ? GOOD : NO_MEMORY;
    return GOOD;
}

static int read_all(Reader *reader)
{
    while ((reader->at = gap(reader->at, reader->end)) < reader->end) {
        int c = *reader->at;
        int outcome = is_digit(c) || c == '+' || c == '-' || c == '.' ? after_numbers(reader)
                      : c == '(' || c == '<' || c == '['              ? after_strings(reader)
                      : c == '/'                                      ? after_name(reader)
                                                                      : after_nothing(reader);
        if (outcome != GOOD)
            return outcome;
    }
    return add_operation(reader, "", reader->end, reader->end) ? GOOD : NO_MEMORY;
}

static PyObject *scan(PyObject *self, PyObject *content)
{
    char *start;
    Py_ssize_t length;
    Reader reader = {0};
    PyObject *found = NULL;
    (void)self;
    if (PyBytes_AsStringAndSize(content, &start, &length) < 0)
        return NULL;
    reader.at = (unsigned char *)start;
    reader.end = reader.at + length;
    reader.room = reader.to = malloc(length + 1);
    reader.operations = PyList_New(0);
    int outcome = reader.room && reader.operations ? read_all(&reader) : NO_MEMORY;
    if (outcome == GOOD)
        found = Py_BuildValue("(OO)", reader.operations, reader.colours ? Py_True : Py_False);
    else if (outcome == MALFORMED)
        found = Py_NewRef(Py_None);
    else if (!PyErr_Occurred())
        PyErr_NoMemory();
    free(reader.room);
    Py_XDECREF(reader.operations);
    return found;
}

static PyMethodDef methods[] = {
    {"scan", scan, METH_O, "Return the operations of a content stream, and whether a colour is neither grey nor RGB; None if malformed."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_tokenizer", .m_size = -1, .m_methods = methods};

PyMODINIT_FUNC PyInit__tokenizer(void)
{
    return PyModule_Create(&module);
}
