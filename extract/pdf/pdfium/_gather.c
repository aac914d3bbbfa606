/* What pdfium knows of a page, fetched in one call instead of some six thousand.
 *
 * The functions of pdfium are those of the library that pypdfium2 has loaded: Python hands over their
 * addresses, so nothing is linked. What is gathered goes back as four blocks of bytes, laid out as the
 * numpy types of page_arrays.py. Nothing is interpreted here. Where this file could not be
 * compiled, pages are read by pdfplumber.
 */
#define Py_LIMITED_API 0x030b0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef void *Handle;

typedef struct {
    float a, b, c, d, e, f;
} Matrix;

/* The order is that of FUNCTIONS in page.py. */
static struct {
    int (*count_objects)(Handle page);
    Handle (*get_object)(Handle page, int place);
    int (*count_in_form)(Handle form);
    Handle (*get_in_form)(Handle form, unsigned long place);
    int (*kind)(Handle object);
    int (*matrix)(Handle object, Matrix *);
    int (*colour)(Handle object, unsigned *red, unsigned *green, unsigned *blue, unsigned *alpha);
    int (*bounds)(Handle object, float *left, float *bottom, float *right, float *top);
    int (*size)(Handle text, float *);
    Handle (*font)(Handle text);
    int (*mode)(Handle text);
    int (*painted)(Handle path, int *fill, int *stroke);
    int (*count_segments)(Handle path);
    Handle (*get_segment)(Handle path, int place);
    int (*segment_kind)(Handle segment);
    int (*segment_point)(Handle segment, float *x, float *y);
    int (*segment_closes)(Handle segment);
    int (*count_characters)(Handle words);
    Handle (*character_object)(Handle words, int place);
    unsigned (*character_letter)(Handle words, int place);
    int (*character_unmapped)(Handle words, int place);
    int (*character_origin)(Handle words, int place, double *x, double *y);
    int (*character_generated)(Handle words, int place);
} pdfium;

#define FUNCTIONS (sizeof pdfium / sizeof(void (*)(void)))

enum { TEXT = 1, PATH = 2, FORM = 5, DEEPEST = 12 };

typedef struct {
    double x, y;
    int32_t object, glyph;
} Character;

typedef struct {
    uint64_t font;
    uint32_t letter;
    int32_t unmapped;
} Glyph;

typedef struct {
    uint64_t address, font;
    double matrix[6];
    float size, left, bottom, right, top;
    uint8_t colour[4]; /* red, green, blue, and how opaque */
    int32_t coloured, kind, mode, fill, stroke, segments;
} PageObject;

typedef struct {
    float x, y;
    int32_t kind, closes;
} Segment;

/* A block that grows; `at` is where the next item goes. */
typedef struct {
    char *start;
    size_t used, room;
} Block;

static void *next(Block *block, size_t size)
{
    if (block->used + size > block->room) {
        size_t room = block->room ? 2 * block->room : 1024 * size;
        char *start = realloc(block->start, room);
        if (!start)
            return NULL;
        block->start = start;
        block->room = room;
    }
    block->used += size;
    return memset(block->start + block->used - size, 0, size);
}

static void within(const Matrix *inner, const double outer[6], double product[6])
{
    double a = inner->a, b = inner->b, c = inner->c, d = inner->d, e = inner->e, f = inner->f;
    product[0] = a * outer[0] + b * outer[2];
    product[1] = a * outer[1] + b * outer[3];
    product[2] = c * outer[0] + d * outer[2];
    product[3] = c * outer[1] + d * outer[3];
    product[4] = e * outer[0] + f * outer[2] + outer[4];
    product[5] = e * outer[1] + f * outer[3] + outer[5];
}

/* Sets the box round the ink of an object, which pdfium gives as it stands in its form. */
static void measure(Handle object, const double outer[6], PageObject *found)
{
    float x[2], y[2];
    if (!pdfium.bounds(object, x, y, x + 1, y + 1))
        return;
    for (int corner = 0; corner < 4; corner++) {
        float across = x[corner & 1] * outer[0] + y[corner >> 1] * outer[2] + outer[4];
        float up = x[corner & 1] * outer[1] + y[corner >> 1] * outer[3] + outer[5];
        found->left = !corner || across < found->left ? across : found->left;
        found->right = !corner || across > found->right ? across : found->right;
        found->bottom = !corner || up < found->bottom ? up : found->bottom;
        found->top = !corner || up > found->top ? up : found->top;
    }
}

/* Adds an object, or what a form holds, in the order of drawing. Returns 0 where memory fails. */
static int add_object(Handle object, const double outer[6], int depth, Block *objects, Block *segments)
{
    Matrix own = {1, 0, 0, 1, 0, 0};
    double matrix[6];
    int kind = pdfium.kind(object);
    pdfium.matrix(object, &own);
    within(&own, outer, matrix);
    if (kind == FORM) {
        int count = depth < DEEPEST ? pdfium.count_in_form(object) : 0;
        for (int place = 0; place < count; place++)
            if (!add_object(pdfium.get_in_form(object, place), matrix, depth + 1, objects, segments))
                return 0;
        return 1;
    }
    PageObject *found = next(objects, sizeof *found);
    if (!found)
        return 0;
    found->address = (uintptr_t)object;
    found->kind = kind;
    memcpy(found->matrix, matrix, sizeof matrix);
    measure(object, outer, found);
    if (kind == TEXT || kind == PATH) {
        unsigned red, green, blue, opaque;
        if (pdfium.colour(object, &red, &green, &blue, &opaque)) {
            uint8_t colour[4] = {red, green, blue, opaque};
            memcpy(found->colour, colour, sizeof colour);
            found->coloured = 1;
        }
    }
    if (kind == TEXT) {
        pdfium.size(object, &found->size);
        found->font = (uintptr_t)pdfium.font(object);
        found->mode = pdfium.mode(object);
    }
    if (kind == PATH) {
        pdfium.painted(object, &found->fill, &found->stroke);
        int count = found->fill || found->stroke ? pdfium.count_segments(object) : 0;
        found->segments = count > 0 ? count : 0;
        for (int place = 0; place < count; place++) {
            Handle piece = pdfium.get_segment(object, place);
            Segment *segment = next(segments, sizeof *segment);
            if (!segment)
                return 0;
            segment->kind = pdfium.segment_kind(piece);
            segment->closes = pdfium.segment_closes(piece);
            pdfium.segment_point(piece, &segment->x, &segment->y);
        }
    }
    return 1;
}

static int add_objects(Handle page, Block *objects, Block *segments)
{
    const double as_it_is[6] = {1, 0, 0, 1, 0, 0};
    int count = pdfium.count_objects(page);
    for (int place = 0; place < count; place++)
        if (!add_object(pdfium.get_object(page, place), as_it_is, 0, objects, segments))
            return 0;
    return 1;
}

/* Places of objects or glyphs, found by what they are: open addressing in a table of a power of two. */
typedef struct {
    int32_t *places; /* one more than the place, 0 where there is none */
    size_t mask;
} Index;

static int open_index(Index *index, size_t items)
{
    size_t size = 16;
    while (size < 2 * items)
        size *= 2;
    index->places = calloc(size, sizeof *index->places);
    index->mask = size - 1;
    return index->places != NULL;
}

static size_t mixed(uint64_t address, uint32_t letter)
{
    uint64_t mix = (address + letter * 0xff51afd7ed558ccdu) * 0x9e3779b97f4a7c15u;
    return (size_t)(mix >> 32);
}

static void index_objects(Index *index, const Block *objects)
{
    const PageObject *all = (const PageObject *)objects->start;
    for (size_t place = 0; place < objects->used / sizeof *all; place++) {
        size_t slot = mixed(all[place].address, 0) & index->mask;
        while (index->places[slot])
            slot = (slot + 1) & index->mask;
        index->places[slot] = (int32_t)place + 1;
    }
}

static int32_t find_object(const Index *index, const Block *objects, uint64_t address)
{
    const PageObject *all = (const PageObject *)objects->start;
    size_t slot = mixed(address, 0) & index->mask;
    for (; index->places[slot]; slot = (slot + 1) & index->mask)
        if (all[index->places[slot] - 1].address == address)
            return index->places[slot] - 1;
    return -1;
}

/* Returns the place of a glyph, and adds it where it is new; -1 where memory fails. */
static int32_t glyph_at(const Index *index, Block *glyphs, uint64_t font, uint32_t letter)
{
    size_t slot = mixed(font, letter) & index->mask;
    for (; index->places[slot]; slot = (slot + 1) & index->mask) {
        const Glyph *known = (const Glyph *)glyphs->start + index->places[slot] - 1;
        if (known->font == font && known->letter == letter)
            return index->places[slot] - 1;
    }
    Glyph *glyph = next(glyphs, sizeof *glyph);
    if (!glyph)
        return -1;
    glyph->font = font;
    glyph->letter = letter;
    index->places[slot] = (int32_t)(glyphs->used / sizeof *glyph);
    return index->places[slot] - 1;
}

static int add_characters(Handle words, const Block *objects, Block *characters, Block *glyphs)
{
    Index of_objects = {0}, of_glyphs = {0};
    int count = pdfium.count_characters(words);
    int good = open_index(&of_objects, objects->used / sizeof(PageObject)) && open_index(&of_glyphs, count > 0 ? count : 0);
    Handle last = NULL;
    int32_t owner = -1;
    uint64_t font = 0;
    if (good)
        index_objects(&of_objects, objects);
    for (int place = 0; good && place < count; place++) {
        Handle object = pdfium.character_object(words, place);
        if (!object)
            continue; /* a space or a line end that pdfium has put in itself */
        if (object != last) {
            last = object;
            owner = find_object(&of_objects, objects, (uintptr_t)object);
            font = owner < 0 ? 0 : ((const PageObject *)objects->start)[owner].font;
        }
        unsigned letter = pdfium.character_letter(words, place);
        if (letter == ' ' && pdfium.character_generated(words, place) == 1)
            continue; /* one that it has put into text with a wide gap */
        int32_t glyph = glyph_at(&of_glyphs, glyphs, font, letter);
        Character *character = glyph < 0 ? NULL : next(characters, sizeof *character);
        good = character != NULL;
        if (!good)
            break;
        character->object = owner;
        character->glyph = glyph;
        pdfium.character_origin(words, place, &character->x, &character->y);
        Glyph *told = (Glyph *)glyphs->start + glyph;
        int unmapped = pdfium.character_unmapped(words, place);
        told->unmapped = unmapped > told->unmapped ? unmapped : told->unmapped;
    }
    free(of_objects.places);
    free(of_glyphs.places);
    return good;
}

static PyObject *use(PyObject *self, PyObject *addresses)
{
    uintptr_t taken[FUNCTIONS];
    (void)self;
    if (!PyTuple_Check(addresses) || PyTuple_Size(addresses) != FUNCTIONS)
        return PyErr_Format(PyExc_ValueError, "a tuple of %d addresses is wanted", (int)FUNCTIONS);
    for (size_t place = 0; place < FUNCTIONS; place++) {
        taken[place] = (uintptr_t)PyLong_AsVoidPtr(PyTuple_GetItem(addresses, place));
        if (!taken[place])
            return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_ValueError, "a function is missing");
    }
    memcpy(&pdfium, taken, sizeof pdfium);
    Py_RETURN_NONE;
}

static PyObject *bytes_of(const Block *block)
{
    return PyBytes_FromStringAndSize(block->start, (Py_ssize_t)block->used);
}

static PyObject *gather(PyObject *self, PyObject *arguments)
{
    PyObject *page, *words, *found = NULL;
    Block characters = {0}, glyphs = {0}, objects = {0}, segments = {0};
    (void)self;
    if (!PyArg_ParseTuple(arguments, "OO", &page, &words))
        return NULL;
    Handle page_at = PyLong_AsVoidPtr(page), words_at = PyLong_AsVoidPtr(words);
    if (PyErr_Occurred())
        return NULL;
    if (!pdfium.count_objects || !page_at || !words_at)
        return PyErr_Format(PyExc_ValueError, "pdfium's functions or its page are missing");
    if (add_objects(page_at, &objects, &segments) && add_characters(words_at, &objects, &characters, &glyphs))
        found = Py_BuildValue("NNNN", bytes_of(&characters), bytes_of(&glyphs), bytes_of(&objects),
                              bytes_of(&segments));
    else
        PyErr_NoMemory();
    free(characters.start);
    free(glyphs.start);
    free(objects.start);
    free(segments.start);
    return found;
}

static PyMethodDef methods[] = {
    {"use", use, METH_O, "Take the addresses of pdfium's functions."},
    {"gather", gather, METH_VARARGS, "Return characters, glyphs, objects and segments of a page, as bytes."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_gather", .m_size = -1, .m_methods = methods};

PyMODINIT_FUNC PyInit__gather(void)
{
    return PyModule_Create(&module);
}
