/* Sorts the characters of a page into lines and words.
 *
 * It follows words.py to the letter: `plan` here and `plan_by_columns` there give the same, and the latter
 * serves where this file could not be compiled. Tests hold the two together.
 */
#define Py_LIMITED_API 0x030b0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { SPACE = 1, DIGIT = 2, SPELT = 4, NEIGHBOURS = 4 };

static const double SAME_LINE = 3.0, WORD_GAP = 0.25, DOUBLE_STRIKE = 0.12, RAISED = 0.75;

typedef struct {
    double left, top, right, bottom;
} Box;

/* What is told of the characters, in the order in which they came, and what is made of it: their places
 * sorted, and for each of these its line, whether it makes that line odd, and whether a word begins. */
typedef struct {
    Py_ssize_t count;
    const uint8_t *kinds;
    const int64_t *codes;
    const Box *boxes;
    const double *sizes;
    int32_t *order, *lines;
    uint8_t *odd, *begins;
} Plan;

/* What a character is sorted by; last by its place before, so that equal ones keep their order. */
typedef struct {
    double first, second;
    int32_t place, character;
} Sorted;

static int compare(const void *one, const void *other)
{
    const Sorted *a = one, *b = other;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    if (a->second != b->second)
        return a->second < b->second ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static void sort(Sorted *sorted, Py_ssize_t count)
{
    for (Py_ssize_t at = 1; at < count; at++)
        if (compare(sorted + at - 1, sorted + at) > 0) {
            qsort(sorted, count, sizeof *sorted, compare);
            return;
        }
}

/* Sorts characters into lines from the top, and each line from the left. */
static int sort_into_lines(Plan *plan)
{
    Sorted *sorted = malloc(plan->count * sizeof *sorted);
    if (!sorted)
        return 0;
    for (int32_t at = 0; at < plan->count; at++)
        sorted[at] = (Sorted){plan->boxes[at].top, plan->boxes[at].left, at, at};
    sort(sorted, plan->count);
    int32_t line = -1;
    Py_ssize_t line_start = 0;
    double highest = -INFINITY;
    for (int32_t at = 0; at < plan->count; at++) {
        const Box *box = plan->boxes + sorted[at].character;
        if (box->top - highest > SAME_LINE) {
            sort(sorted + line_start, at - line_start);
            line_start = at;
            line++;
            highest = box->top;
        }
        sorted[at] = (Sorted){box->left, box->right, at, sorted[at].character};
        plan->lines[at] = line;
    }
    sort(sorted + line_start, plan->count - line_start);
    for (Py_ssize_t at = 0; at < plan->count; at++)
        plan->order[at] = sorted[at].character;
    free(sorted);
    return 1;
}

/* Says which characters stand on an equal one, are much smaller digits, or are spelt out: their lines are odd. */
static void find_odd(Plan *plan)
{
    double largest = 0;
    for (Py_ssize_t at = 0, line_end = 0; at < plan->count; at++) {
        int32_t here = plan->order[at];
        const Box *box = plan->boxes + here;
        double near = DOUBLE_STRIKE * plan->sizes[here];
        if (at == line_end) {
            largest = 0;
            for (; line_end < plan->count && plan->lines[line_end] == plan->lines[at]; line_end++)
                largest = fmax(largest, plan->sizes[plan->order[line_end]]);
        }
        plan->odd[at] = (plan->kinds[here] & SPELT) ||
                        ((plan->kinds[here] & DIGIT) && plan->sizes[here] < RAISED * largest);
        for (int step = 1; step <= NEIGHBOURS && step <= at; step++) {
            int32_t before = plan->order[at - step];
            if (plan->codes[here] == plan->codes[before] && plan->lines[at] == plan->lines[at - step] &&
                fabs(box->left - plan->boxes[before].left) < near &&
                fabs(box->top - plan->boxes[before].top) < near)
                plan->odd[at] = 1;
        }
    }
}

/* Says at which printed characters a word begins: after a space that shows, a wide gap, or in a new line. */
static void find_words(Plan *plan)
{
    Py_ssize_t before = -1;
    double spaced_to = -INFINITY;
    for (Py_ssize_t at = 0; at < plan->count; at++) {
        const Box *box = plan->boxes + plan->order[at];
        plan->begins[at] = 0;
        if (plan->kinds[plan->order[at]] & SPACE) {
            spaced_to = fmax(spaced_to, box->right);
            continue;
        }
        double right = before < 0 ? 0 : plan->boxes[plan->order[before]].right;
        plan->begins[at] = before < 0 || plan->lines[at] != plan->lines[before] || spaced_to > right ||
                           box->left - right > WORD_GAP * fmax(plan->sizes[plan->order[at]], 1.0);
        before = at;
        spaced_to = -INFINITY;
    }
}

static PyObject *plan(PyObject *self, PyObject *arguments)
{
    Py_buffer kinds, codes, boxes, sizes;
    PyObject *found = NULL;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "y*y*y*y*", &kinds, &codes, &boxes, &sizes))
        return NULL;
    Plan made = {kinds.len, kinds.buf, codes.buf, boxes.buf, sizes.buf, NULL, NULL, NULL, NULL};
    PyObject *order = PyBytes_FromStringAndSize(NULL, made.count * sizeof *made.order);
    PyObject *lines = PyBytes_FromStringAndSize(NULL, made.count * sizeof *made.lines);
    PyObject *odd = PyBytes_FromStringAndSize(NULL, made.count);
    PyObject *begins = PyBytes_FromStringAndSize(NULL, made.count);
    if (codes.len != made.count * 8 || sizes.len != made.count * 8 || boxes.len != made.count * 32 ||
        made.count > INT32_MAX) {
        PyErr_SetString(PyExc_ValueError, "four columns of one length are wanted");
    } else if (order && lines && odd && begins) {
        made.order = (int32_t *)PyBytes_AsString(order);
        made.lines = (int32_t *)PyBytes_AsString(lines);
        made.odd = (uint8_t *)PyBytes_AsString(odd);
        made.begins = (uint8_t *)PyBytes_AsString(begins);
        if (sort_into_lines(&made)) {
            find_odd(&made);
            find_words(&made);
            found = Py_BuildValue("OOOO", order, lines, odd, begins);
        } else {
            PyErr_NoMemory();
        }
    }
    Py_XDECREF(order);
    Py_XDECREF(lines);
    Py_XDECREF(odd);
    Py_XDECREF(begins);
    PyBuffer_Release(&kinds);
    PyBuffer_Release(&codes);
    PyBuffer_Release(&boxes);
    PyBuffer_Release(&sizes);
    return found;
}

static PyMethodDef methods[] = {
    {"plan", plan, METH_VARARGS, "Sort characters, by kinds, codes, boxes and sizes, into lines and words."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_words", .m_size = -1, .m_methods = methods};

PyMODINIT_FUNC PyInit__words(void)
{
    return PyModule_Create(&module);
}
