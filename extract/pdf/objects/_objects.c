/* Reads the objects of a PDF that are written plainly, as pdfminer reads them, which takes it long.
 *
 * What is not plain is left to pdfminer: comments, zeros between words, names and numbers of odd spelling, and
 * everything that is not well formed. So what is found does not depend on whether this helper is there.
 */
#define Py_LIMITED_API 0x030b0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdlib.h>
#include <string.h>

#include "_bytes.h"
#include "_rc4.h"

enum { DEEPEST = 32, LONGEST_NUMBER = 18, LONGEST_REAL = 32, LONGEST_NAME = 127 };

/* What pdfminer makes names and references with: a function, and a class. */
static PyObject *intern_name, *reference;

typedef struct {
    const unsigned char *at, *end;
    PyObject *document; /* what references refer to */
    PyObject *null;     /* what stands for `null` */
    int may_refer;      /* whether a reference may stand outside lists and dictionaries */
} Reader;

/* Reads a whole number without a sign; returns the place behind it, NULL if none stands here. */
static const unsigned char *whole(const unsigned char *at, const unsigned char *end, long long *value)
{
    const unsigned char *start = at;
    for (*value = 0; at < end && is_digit(*at) && at - start < LONGEST_NUMBER; at++)
        *value = 10 * *value + (*at - '0');
    return at > start && is_end_of_word(at, end) ? at : NULL;
}

/* Each of these returns a new object, or NULL: with an error set where Python fails, without one where what
 * stands here is not plain. */

static PyObject *value(Reader *reader, int depth);

/* Reads a name as text, behind its stroke. */
static PyObject *spelt_name(Reader *reader)
{
    const unsigned char *at = reader->at;
    char spelt[LONGEST_NAME];
    Py_ssize_t length = 0;
    int is_ascii = 1;
    for (; at < reader->end && !is_end_of_word(at, reader->end); at++) {
        int c = *at;
        if (c == '#') {
            if (reader->end - at < 3 || hex_of(at[1]) < 0 || hex_of(at[2]) < 0)
                return NULL;
            c = 16 * hex_of(at[1]) + hex_of(at[2]);
            at += 2;
        } else if (!c || strchr("%{}", c)) {
            return NULL;
        }
        if (length == LONGEST_NAME)
            return NULL;
        is_ascii &= c < 128;
        spelt[length++] = (char)c;
    }
    if (!length || !is_ascii)
        return NULL;
    reader->at = at;
    return PyUnicode_DecodeUTF8(spelt, length, NULL);
}

static PyObject *number(Reader *reader)
{
    const unsigned char *start = reader->at, *at = start, *end = reader->end;
    char spelt[LONGEST_REAL + 1];
    long long found;
    int digits = 0, is_real = 0;
    if (*at == '+' || *at == '-')
        at++;
    for (; at < end && (is_digit(*at) || (*at == '.' && !is_real)); at++) {
        is_real |= *at == '.';
        digits += *at != '.';
    }
    if (!digits || digits > LONGEST_NUMBER || !is_end_of_word(at, end) || at - start > LONGEST_REAL)
        return NULL;
    reader->at = at;
    memcpy(spelt, start, at - start);
    spelt[at - start] = 0;
    if (is_real)
        return PyFloat_FromDouble(PyOS_string_to_double(spelt, NULL, NULL));
    found = strtoll(spelt, NULL, 10);
    return PyLong_FromLongLong(found);
}

/* Reads a number, or a reference to an object if it begins one. */
static PyObject *number_or_reference(Reader *reader, int may_refer)
{
    long long object, generation;
    const unsigned char *end = reader->end, *at = may_refer ? whole(reader->at, end, &object) : NULL;
    if (at && at < end && is_gap(*at) && (at = whole(gap(at, end), end, &generation)) && at < end && is_gap(*at)
        && (at = behind(gap(at, end), end, "R"))) {
        PyObject *to = PyLong_FromLongLong(object);
        PyObject *made = to ? PyObject_CallFunctionObjArgs(reference, reader->document, to, NULL) : NULL;
        Py_XDECREF(to);
        reader->at = at;
        return made;
    }
    return number(reader);
}

/* Reads what a backslash in a string stands for: returns a byte, -1 for none; *at leads behind it. -2 is not plain. */
static int escaped(const unsigned char **at, const unsigned char *end)
{
    static const char LETTERS[] = "btnfr()\\", MEANT[] = "\b\t\n\f\r()\\";
    int code = 0, count = 0;
    while (count < 3 && *at < end && **at >= '0' && **at <= '7') {
        code = 8 * code + (*(*at)++ - '0');
        count++;
    }
    if (count)
        return code < 256 ? code : -2;
    if (*at == end || !**at || **at == '\r')
        return -2;
    const char *letter = strchr(LETTERS, *(*at)++);
    return letter ? (unsigned char)MEANT[letter - LETTERS] : -1;
}

static PyObject *string(Reader *reader)
{
    const unsigned char *at = reader->at + 1, *end = reader->end;
    int depth = 1;
    for (; at < end; at++) {
        if (*at == '\\')
            at++;
        else if (*at == '(')
            depth++;
        else if (*at == ')' && --depth == 0)
            break;
    }
    if (at >= end)
        return NULL;
    const unsigned char *last = at;
    unsigned char *room = PyMem_Malloc(at - reader->at), *to = room;
    if (!room)
        return PyErr_NoMemory();
    int c = 0;
    for (at = reader->at + 1; at < last && c != -2;) {
        if ((c = *at++) == '\\')
            c = escaped(&at, last);
        if (c >= 0)
            *to++ = (unsigned char)c;
    }
    PyObject *found = c == -2 ? NULL : PyBytes_FromStringAndSize((const char *)room, to - room);
    PyMem_Free(room);
    if (found)
        reader->at = last + 1;
    return found;
}

static PyObject *hex_string(Reader *reader)
{
    const unsigned char *at = reader->at + 1, *end = reader->end;
    Py_ssize_t digits = 0;
    for (; at < end && (hex_of(*at) >= 0 || is_gap(*at)); at++)
        digits += !is_gap(*at);
    if (at == end || *at != '>' || digits % 2)
        return NULL;
    const unsigned char *last = at;
    PyObject *found = PyBytes_FromStringAndSize(NULL, digits / 2);
    if (!found)
        return NULL;
    char *to = PyBytes_AsString(found);
    int high = -1;
    for (at = reader->at + 1; at < last; at++) {
        int digit = hex_of(*at);
        if (digit < 0)
            continue;
        if (high >= 0)
            *to++ = (char)(16 * high + digit);
        high = high < 0 ? digit : -1;
    }
    reader->at = last + 1;
    return found;
}

static PyObject *list(Reader *reader, int depth)
{
    PyObject *found = PyList_New(0);
    reader->at = gap(reader->at + 1, reader->end);
    while (found && reader->at < reader->end && *reader->at != ']') {
        PyObject *one = value(reader, depth);
        if (!one || PyList_Append(found, one) < 0)
            Py_CLEAR(found);
        Py_XDECREF(one);
        reader->at = gap(reader->at, reader->end);
    }
    if (found && reader->at == reader->end)
        Py_CLEAR(found);
    reader->at++;
    return found;
}

static PyObject *dictionary(Reader *reader, int depth)
{
    PyObject *found = PyDict_New();
    reader->at = gap(reader->at + 2, reader->end);
    while (found && reader->at < reader->end && *reader->at == '/') {
        reader->at++;
        PyObject *key = spelt_name(reader), *one = NULL;
        if (key) {
            PyUnicode_InternInPlace(&key);
            reader->at = gap(reader->at, reader->end);
            one = value(reader, depth);
        }
        if (!one || (one != Py_None && PyDict_SetItem(found, key, one) < 0))
            Py_CLEAR(found);
        Py_XDECREF(key);
        Py_XDECREF(one);
        reader->at = gap(reader->at, reader->end);
    }
    if (found && (reader->end - reader->at < 2 || reader->at[0] != '>' || reader->at[1] != '>'))
        Py_CLEAR(found);
    reader->at += 2;
    return found;
}

static PyObject *keyword(Reader *reader)
{
    static const char *const WORDS[] = {"true", "false", "null"};
    PyObject *const meant[] = {Py_True, Py_False, reader->null};
    for (int which = 0; which < 3; which++) {
        const unsigned char *at = behind(reader->at, reader->end, WORDS[which]);
        if (at) {
            reader->at = at;
            return Py_NewRef(meant[which]);
        }
    }
    return NULL;
}

static PyObject *value(Reader *reader, int depth)
{
    PyObject *name, *found;
    if (reader->at == reader->end || depth == DEEPEST)
        return NULL;
    switch (*reader->at) {
    case '/':
        reader->at++;
        if (!(name = spelt_name(reader)))
            return NULL;
        found = PyObject_CallFunctionObjArgs(intern_name, name, NULL);
        Py_DECREF(name);
        return found;
    case '(':
        return string(reader);
    case '[':
        return list(reader, depth + 1);
    case '<':
        if (reader->end - reader->at > 1 && reader->at[1] == '<')
            return dictionary(reader, depth + 1);
        return hex_string(reader);
    default:
        if (is_digit(*reader->at) || strchr("+-.", *reader->at))
            return number_or_reference(reader, depth || reader->may_refer);
        return keyword(reader);
    }
}

/* Returns None where what was sought is not plain, NULL where Python failed. */
static PyObject *none_or_error(void)
{
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

static PyObject *use(PyObject *self, PyObject *given)
{
    (void)self;
    if (!PyArg_ParseTuple(given, "OO", &intern_name, &reference))
        return NULL;
    Py_INCREF(intern_name);
    Py_INCREF(reference);
    Py_RETURN_NONE;
}

static PyObject *read_indirect(PyObject *self, PyObject *given)
{
    const char *start;
    Py_ssize_t length, place;
    long long sought, object, generation;
    Reader reader = {.null = Py_None, .may_refer = 1};
    (void)self;
    if (!PyArg_ParseTuple(given, "y#nLO", &start, &length, &place, &sought, &reader.document))
        return NULL;
    if (place < 0 || place >= length)
        Py_RETURN_NONE;
    const unsigned char *end = reader.end = (const unsigned char *)start + length;
    const unsigned char *at = whole(gap((const unsigned char *)start + place, end), end, &object);
    if (!at || object != sought || !(at = whole(gap(at, end), end, &generation)) || !(at = behind(gap(at, end), end, "obj")))
        Py_RETURN_NONE;
    reader.at = gap(at, end);
    PyObject *found = value(&reader, 0), *both = NULL;
    if (!found)
        return none_or_error();
    reader.at = gap(reader.at, end);
    if (behind(reader.at, end, "endobj")) {
        both = Py_BuildValue("(Oi)", found, 0);
    } else if ((at = behind(reader.at, end, "stream")) && PyDict_Check(found)) {
        at += at < end && *at == '\r';
        if (at < end && *at == '\n')
            both = Py_BuildValue("(On)", found, (Py_ssize_t)(at + 1 - (const unsigned char *)start));
    }
    Py_DECREF(found);
    return both ? both : none_or_error();
}

static PyObject *read_all(PyObject *self, PyObject *given)
{
    const char *start;
    Py_ssize_t length;
    Reader reader = {.may_refer = 0};
    (void)self;
    if (!PyArg_ParseTuple(given, "y#OO", &start, &length, &reader.document, &reader.null))
        return NULL;
    reader.at = (const unsigned char *)start;
    reader.end = reader.at + length;
    PyObject *found = PyList_New(0);
    while (found && (reader.at = gap(reader.at, reader.end)) < reader.end) {
        PyObject *one = value(&reader, 0);
        if (!one || PyList_Append(found, one) < 0)
            Py_CLEAR(found);
        Py_XDECREF(one);
    }
    return found ? found : none_or_error();
}

static PyObject *decrypt(PyObject *self, PyObject *given)
{
    const unsigned char *key, *data;
    Py_ssize_t length, size;
    (void)self;
    if (!PyArg_ParseTuple(given, "y#y#", &key, &length, &data, &size))
        return NULL;
    if (!length) {
        PyErr_SetString(PyExc_ValueError, "a key of no bytes");
        return NULL;
    }
    PyObject *found = PyBytes_FromStringAndSize(NULL, size);
    if (found)
        rc4(key, (size_t)length, data, (size_t)size, (unsigned char *)PyBytes_AsString(found));
    return found;
}

static PyMethodDef methods[] = {
    {"use", use, METH_VARARGS, "Take the function that makes names, and the class of references."},
    {"read_indirect", read_indirect, METH_VARARGS,
     "Return the object of a number at a place in a file, with 0, or the place of the data if it is a stream; None if it is not plain."},
    {"read_all", read_all, METH_VARARGS, "Return the objects of an object stream, in order; None if one is not plain."},
    {"decrypt", decrypt, METH_VARARGS, "Return data decrypted, or encrypted, with a key by RC4."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_objects", .m_size = -1, .m_methods = methods};

PyMODINIT_FUNC PyInit__objects(void)
{
    return PyModule_Create(&module);
}
