/* Reads the operators of a content stream that show text, in one pass.
 *
 * It proves first that the content stream is well formed, as PDF writers write them: what it does not know
 * is not wrong, but seldom met, and left to pdfplumber. It reads nothing but the bytes that it is given, and
 * shares no code with pdfium.
 */
#define Py_LIMITED_API 0x030b0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "_operands.h"

/* A name as it stands in the content stream; of no length where none was set. */
typedef struct {
    const unsigned char *start;
    size_t length;
} Name;

/* A list of items that grows. */
typedef struct {
    void *start;
    size_t used, room;
} List;

typedef struct {
    const unsigned char *at, *end;
    unsigned char *room; /* as long as the content stream: a string never grows */
    unsigned char *to;   /* where in it the strings end that were shown since the last item */
    int halves;          /* whether one of these has an odd number of bytes */
    List lengths;        /* uint32: how many bytes each operator showed since the last item */
    Name font, shown_in; /* the font that is set, and that of the strings in `room` */
    List saved;          /* the fonts that `q` has saved */
    PyObject *items;     /* list of (font, shown, lengths, whole, drawn) */
    PyObject *fonts;     /* set of the names of fonts that are set */
    int patterns;        /* whether a pattern was set as a colour */
    int tinted;          /* whether one of them is printed in a colour of its own */
} Reader;

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
    unsigned char *to = decoded(at, end, reader->to);
    reader->halves |= (to - reader->to) & 1;
    reader->to = to;
}

static void *added(List *list, size_t size)
{
    if (list->used == list->room) {
        size_t room = list->room ? 2 * list->room : 256;
        void *start = realloc(list->start, room * size);
        if (!start)
            return NULL;
        list->start = start;
        list->room = room;
    }
    return (char *)list->start + size * list->used++;
}

static int add_item(Reader *reader, Name font, Name drawn)
{
    PyObject *one = Py_BuildValue("(y#y#y#Oy#)", (const char *)font.start, (Py_ssize_t)font.length, reader->room,
                                  (Py_ssize_t)(reader->to - reader->room), reader->lengths.start,
                                  (Py_ssize_t)(reader->lengths.used * sizeof(uint32_t)),
                                  reader->halves ? Py_False : Py_True, (const char *)drawn.start,
                                  (Py_ssize_t)drawn.length);
    int outcome = one ? PyList_Append(reader->items, one) : -1;
    Py_XDECREF(one);
    reader->to = reader->room;
    reader->halves = 0;
    reader->lengths.used = 0;
    return outcome == 0;
}

/* Adds the strings that were shown in one font since the last item, if there are any. */
static int add_shown(Reader *reader)
{
    return reader->to == reader->room || add_item(reader, reader->shown_in, (Name){reader->end, 0});
}

/* Notes how many bytes an operator has shown; one that shows none is no object to any reader. */
static int note_shown(Reader *reader, size_t length)
{
    uint32_t *noted = length ? added(&reader->lengths, sizeof *noted) : NULL;
    if (noted)
        *noted = (uint32_t)length;
    return noted || !length;
}

/* Makes sure that strings which follow go to an item of the font that is set. Returns 0 where memory fails. */
static int begin_strings(Reader *reader)
{
    int same = reader->font.length == reader->shown_in.length
               && !memcmp(reader->font.start, reader->shown_in.start, reader->font.length);
    if (!same && !add_shown(reader))
        return 0;
    reader->shown_in = reader->font;
    return 1;
}

static int set_font(Reader *reader, const unsigned char *start, const unsigned char *end)
{
    Name font = {start, (size_t)(end - start)};
    int same = font.length == reader->font.length && !memcmp(font.start, reader->font.start, font.length);
    reader->font = font;
    if (same)
        return 1;
    PyObject *said = PyBytes_FromStringAndSize((const char *)start, end - start);
    int outcome = said ? PySet_Add(reader->fonts, said) : -1;
    Py_XDECREF(said);
    return outcome == 0;
}

static int save_font(Reader *reader)
{
    Name *saved = added(&reader->saved, sizeof *saved);
    if (saved)
        *saved = reader->font;
    return saved != NULL;
}

/* What reading an operation comes to. */
enum { GOOD, MALFORMED, NO_MEMORY };

static int after_numbers(Reader *reader)
{
    static const char *const WORDS[] = {
        " scn SCN ",
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
    if (count && reader->at < reader->end && *reader->at == '/') { /* a pattern in a colour given here */
        reader->at = gap(name(reader->at, reader->end), reader->end);
        reader->tinted = 1;
        count = 0;
    }
    size_t length = word(reader, WORDS[count]);
    if (!length)
        return MALFORMED;
    reader->at += length;
    return GOOD;
}

static int after_strings(Reader *reader)
{
    const unsigned char *at = reader->at, *end = reader->end, *behind;
    size_t length;
    if (!begin_strings(reader))
        return NO_MEMORY;
    const unsigned char *start = reader->to;
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
    return note_shown(reader, reader->to - start) ? GOOD : NO_MEMORY;
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
            return set_font(reader, start, named) ? GOOD : NO_MEMORY;
        }
        if ((length = word(reader, " gs Do cs CS ri sh BMC MP scn SCN "))) {
            reader->patterns |= (*behind == 's' || *behind == 'S') && length == 3;
            reader->at += length;
            if (*behind != 'D')
                return GOOD;
            Name drawn = {start, (size_t)(named - start)};
            return add_shown(reader) && add_item(reader, reader->font, drawn) ? GOOD : NO_MEMORY;
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

/* Reads a value in the dictionary of a picture: returns the place behind it, NULL if none stands here. */
static const unsigned char *picture_value(const unsigned char *at, const unsigned char *end)
{
    const unsigned char *start = at;
    if (at < end && *at == '[') {
        for (at++; at < end && *at != ']'; at++)
            if (!is_gap(*at) && !is_digit(*at) && !strchr("+-.", *at) && !is_letter(*at) && *at != '/')
                return NULL;
        return at < end ? at + 1 : NULL;
    }
    if (at < end && *at == '/')
        return name(at, end);
    if (at < end && *at == '<')
        return at + 1 < end && at[1] == '<' ? table(at, end, DEEPEST_TABLE) : hex(at, end);
    while (at < end && (is_digit(*at) || is_letter(*at) || *at == '.' || *at == '-'))
        at++;
    return at > start ? at : NULL;
}

/* Reads a picture that stands within the stream, behind `BI`. Its data end, as for pdfminer, at the first `EI`
 * between spaces. Where that is not their end, what follows is malformed, or other text than pdfium finds. */
static int after_picture(Reader *reader)
{
    const unsigned char *at = gap(reader->at, reader->end), *end = reader->end;
    while (at < end && *at == '/') {
        if (!(at = picture_value(gap(name(at, end), end), end)))
            return MALFORMED;
        at = gap(at, end);
    }
    if (end - at < 3 || memcmp(at, "ID", 2) || !is_gap(at[2]))
        return MALFORMED;
    for (at += 3; end - at >= 2; at++) {
        if (!(at = memchr(at, 'E', end - at - 1)))
            return MALFORMED;
        if (at[1] == 'I' && is_gap(at[-1]) && at[-1] && (end - at == 2 || (is_gap(at[2]) && at[2]))) {
            reader->at = at + 2;
            return GOOD;
        }
    }
    return MALFORMED;
}

static int after_nothing(Reader *reader)
{
    const unsigned char *at = reader->at;
    size_t length = word(reader, " BT ET EMC BI T* q Q h n S s W F f B b q* Q* h* n* S* s* W* F* f* B* b* ");
    if (!length)
        return MALFORMED;
    reader->at += length;
    if (length == 2 && at[1] == 'I')
        return after_picture(reader);
    if (length == 1 && *at == 'q')
        return save_font(reader) ? GOOD : NO_MEMORY;
    if (length == 1 && *at == 'Q' && reader->saved.used)
        reader->font = ((Name *)reader->saved.start)[--reader->saved.used];
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
    return add_shown(reader) ? GOOD : NO_MEMORY;
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
    reader.font = reader.shown_in = (Name){reader.end, 0};
    reader.items = PyList_New(0);
    reader.fonts = PySet_New(NULL);
    int outcome = reader.room && reader.items && reader.fonts ? read_all(&reader) : NO_MEMORY;
    if (outcome == GOOD)
        found = Py_BuildValue("(OOOO)", reader.items, reader.fonts, reader.patterns ? Py_True : Py_False,
                              reader.tinted ? Py_True : Py_False);
    else if (outcome == MALFORMED)
        found = Py_NewRef(Py_None);
    else if (!PyErr_Occurred())
        PyErr_NoMemory();
    free(reader.room);
    free(reader.lengths.start);
    free(reader.saved.start);
    Py_XDECREF(reader.items);
    Py_XDECREF(reader.fonts);
    return found;
}

static PyMethodDef methods[] = {
    {"scan", scan, METH_O, "Return what a content stream shows and draws, its fonts, and whether a colour is a pattern; None if malformed."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_tokenizer", .m_size = -1, .m_methods = methods};

PyMODINIT_FUNC PyInit__tokenizer(void)
{
    return PyModule_Create(&module);
}
