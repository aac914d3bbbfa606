/* Sorts the characters of a page into lines and words, and makes the words.
 *
 * It follows words.py to the letter: `upright_words` here and there give the same, and the latter serves
 * where this file could not be compiled. Tests hold the two together.
 */
#define Py_LIMITED_API 0x030b0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { SPACE = 1, DIGIT = 2, SPELT = 4, ALONE = 8, NEIGHBOURS = 4 };

static const double SAME_LINE = 3.0, WORD_GAP = 0.25, DOUBLE_STRIKE = 0.12, RAISED = 0.75,
                    ON_ONE_SPOT = 0.08;

typedef struct {
    double left, top, right, bottom;
} Box;

/* What is told of the characters, in the order in which they came, and what is made of it: their places
 * sorted, and for each of these its line, whether it makes that line odd, and whether a word begins. Then
 * what words are made of: what each style gives them, their type and that of boxes, their page. */
typedef struct {
    Py_ssize_t count;
    const uint8_t *kinds;
    const int64_t *codes;
    const Box *boxes;
    const double *sizes;
    const int64_t *styles;
    int32_t *order, *lines;
    uint8_t *odd, *begins;
    PyObject *looks, *word, *box, *page, *odd_line;
} Plan;

/* What a character is sorted by; last by its place before, so that equal ones keep their order. */
typedef struct {
    double first, second;
    int32_t place, character;
} Sorted;

/* The library's own ask each time for what is no number, and no place of a character is that. */
static double least(double one, double other)
{
    return one < other ? one : other;
}

static double most(double one, double other)
{
    return one > other ? one : other;
}

static int is_before(const Sorted *one, const Sorted *other)
{
    if (one->first != other->first)
        return one->first < other->first;
    if (one->second != other->second)
        return one->second < other->second;
    return one->place < other->place;
}

/* Puts two sorted parts, from `start` to `middle` and from there to `end`, in one order. */
static void merge(Sorted *sorted, Py_ssize_t start, Py_ssize_t middle, Py_ssize_t end, Sorted *room)
{
    Py_ssize_t left = 0, right = middle, count = middle - start;
    if (is_before(sorted + middle - 1, sorted + middle))
        return;
    memcpy(room, sorted + start, count * sizeof *room);
    for (Py_ssize_t at = start; left < count; at++)
        sorted[at] = right < end && is_before(sorted + right, room + left) ? sorted[right++] : room[left++];
}

/* Sorts by merging what stands in order already: a page is printed in order, or nearly. There must be room
 * for all of it once more, and for the places where parts in order start. */
static void sort(Sorted *sorted, Py_ssize_t count, Sorted *room, int32_t *starts)
{
    Py_ssize_t parts = 0;
    for (int32_t at = 0; at < count; at++)
        if (!at || !is_before(sorted + at - 1, sorted + at))
            starts[parts++] = at;
    for (; parts > 1; parts = (parts + 1) / 2)
        for (Py_ssize_t part = 0; part < parts; part += 2) {
            Py_ssize_t end = part + 2 < parts ? starts[part + 2] : count;
            if (part + 1 < parts)
                merge(sorted, starts[part], starts[part + 1], end, room);
            starts[part / 2] = starts[part];
        }
}

/* Sorts characters into lines from the top, and each line from the left. */
static int sort_into_lines(Plan *plan)
{
    Sorted *sorted = malloc(2 * (plan->count + 1) * sizeof *sorted);
    if (!sorted)
        return 0;
    Sorted *room = sorted + plan->count + 1;
    for (int32_t at = 0; at < plan->count; at++)
        sorted[at] = (Sorted){plan->boxes[at].top, plan->boxes[at].left, at, at};
    sort(sorted, plan->count, room, plan->order);
    int32_t line = -1;
    Py_ssize_t line_start = 0;
    double highest = -INFINITY;
    for (int32_t at = 0; at < plan->count; at++) {
        const Box *box = plan->boxes + sorted[at].character;
        if (box->top - highest > SAME_LINE) {
            sort(sorted + line_start, at - line_start, room, plan->order);
            line_start = at;
            line++;
            highest = box->top;
        }
        sorted[at] = (Sorted){box->left, box->right, at, sorted[at].character};
        plan->lines[at] = line;
    }
    sort(sorted + line_start, plan->count - line_start, room, plan->order);
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
                largest = most(largest, plan->sizes[plan->order[line_end]]);
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
            spaced_to = most(spaced_to, box->right);
            continue;
        }
        double right = before < 0 ? 0 : plan->boxes[plan->order[before]].right;
        plan->begins[at] = before < 0 || plan->lines[at] != plan->lines[before] || spaced_to > right ||
                           box->left - right > WORD_GAP * most(plan->sizes[plan->order[at]], 1.0);
        before = at;
        spaced_to = -INFINITY;
    }
}

/* Says whether a letter stands on the letter before it, and is another. */
static int is_overprinted(const Plan *plan)
{
    int32_t before = -1;
    Py_ssize_t line = -1;
    for (Py_ssize_t at = 0; at < plan->count; at++) {
        int32_t here = plan->order[at];
        if (!(plan->kinds[here] & ALONE))
            continue;
        if (before >= 0 && plan->lines[at] == line && plan->codes[here] != plan->codes[before] &&
            plan->boxes[here].left - plan->boxes[before].left <
                ON_ONE_SPOT * least(plan->sizes[here], plan->sizes[before]))
            return 1;
        before = here;
        line = plan->lines[at];
    }
    return 0;
}

/* What belongs to a word: its printed characters from one place to before another. */
typedef struct {
    const Plan *plan;
    Py_ssize_t start, end, length;
} Piece;

static PyObject *text_of(const Piece *piece, uint32_t *room)
{
    int order = PY_BIG_ENDIAN ? 1 : -1;
    Py_ssize_t length = 0;
    for (Py_ssize_t at = piece->start; at < piece->end; at++)
        if (!(piece->plan->kinds[piece->plan->order[at]] & SPACE))
            room[length++] = (uint32_t)piece->plan->codes[piece->plan->order[at]];
    return PyUnicode_DecodeUTF32((const char *)room, length * 4, "surrogatepass", &order);
}

static PyObject *box_of(const Piece *piece)
{
    Box box = {0, INFINITY, -INFINITY, -INFINITY};
    box.left = piece->plan->boxes[piece->plan->order[piece->start]].left;
    for (Py_ssize_t at = piece->start; at < piece->end; at++) {
        const Box *one = piece->plan->boxes + piece->plan->order[at];
        if (piece->plan->kinds[piece->plan->order[at]] & SPACE)
            continue;
        box.top = least(box.top, one->top);
        box.right = most(box.right, one->right);
        box.bottom = most(box.bottom, one->bottom);
    }
    return PyObject_CallFunction(piece->plan->box, "dddd", box.left, box.top, box.right, box.bottom);
}

static PyObject *edges_of(const Piece *piece)
{
    PyObject *edges = PyTuple_New(piece->length + 1);
    Py_ssize_t place = 0;
    double right = -INFINITY;
    for (Py_ssize_t at = piece->start; edges && at < piece->end; at++) {
        const Box *one = piece->plan->boxes + piece->plan->order[at];
        if (piece->plan->kinds[piece->plan->order[at]] & SPACE)
            continue;
        right = most(right, one->right);
        PyTuple_SetItem(edges, place++, PyFloat_FromDouble(one->left));
    }
    if (edges)
        PyTuple_SetItem(edges, place, PyFloat_FromDouble(right));
    return edges;
}

/* Adds the word that begins at `start`; gives where it ends, or -1 with an error set. */
static Py_ssize_t add_word(const Plan *plan, Py_ssize_t start, uint32_t *room, PyObject *words)
{
    Piece piece = {plan, start, start + 1, 1};
    for (Py_ssize_t at = start + 1; at < plan->count && !plan->begins[at]; at++)
        if (!(plan->kinds[plan->order[at]] & SPACE)) {
            piece.length++;
            piece.end = at + 1;
        }
    PyObject *look = PyList_GetItem(plan->looks, (Py_ssize_t)plan->styles[plan->order[start]]);
    PyObject *text = look ? text_of(&piece, room) : NULL;
    PyObject *box = text ? box_of(&piece) : NULL;
    PyObject *edges = box ? edges_of(&piece) : NULL;
    PyObject *made = NULL;
    if (edges)
        made = PyObject_CallFunction(plan->word, "OnOOOOOOO", plan->page, PyList_Size(words), text, box, edges,
                                     PyTuple_GetItem(look, 0), PyTuple_GetItem(look, 1),
                                     PyTuple_GetItem(look, 2), PyTuple_GetItem(look, 3));
    int added = made ? PyList_Append(words, made) : -1;
    Py_XDECREF(made);
    Py_XDECREF(edges);
    Py_XDECREF(box);
    Py_XDECREF(text);
    return added < 0 ? -1 : piece.end;
}

/* Adds the words of an odd line, which Python finds one by one. */
static int add_odd_line(const Plan *plan, Py_ssize_t start, Py_ssize_t end, PyObject *words)
{
    PyObject *places = PyList_New(end - start), *found = NULL;
    for (Py_ssize_t at = start; places && at < end; at++)
        PyList_SetItem(places, at - start, PyLong_FromLong(plan->order[at]));
    if (places && !PyErr_Occurred())
        found = PyObject_CallFunction(plan->odd_line, "On", places, PyList_Size(words));
    Py_ssize_t size = PyList_Size(words);
    int added = found ? PyList_SetSlice(words, size, size, found) : -1;
    Py_XDECREF(found);
    Py_XDECREF(places);
    return added == 0;
}

static int add_words(const Plan *plan, PyObject *words)
{
    uint32_t *room = malloc((plan->count + 1) * sizeof *room);
    int good = room != NULL;
    if (!room)
        PyErr_NoMemory();
    for (Py_ssize_t start = 0, end; good && start < plan->count; start = end) {
        int odd = 0;
        for (end = start; end < plan->count && plan->lines[end] == plan->lines[start]; end++)
            odd |= plan->odd[end];
        if (odd) {
            good = add_odd_line(plan, start, end, words);
            continue;
        }
        for (Py_ssize_t at = start; good && at < end; at++)
            if (plan->begins[at])
                good = add_word(plan, at, room, words) >= 0;
    }
    free(room);
    return good;
}

static PyObject *upright_words(PyObject *self, PyObject *arguments)
{
    Py_buffer kinds, codes, boxes, sizes, styles;
    Plan plan = {0};
    PyObject *words = NULL, *found = NULL;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "y*y*y*y*y*OOOOO", &kinds, &codes, &boxes, &sizes, &styles, &plan.looks,
                          &plan.odd_line, &plan.word, &plan.box, &plan.page))
        return NULL;
    plan.count = kinds.len;
    plan.kinds = kinds.buf;
    plan.codes = codes.buf;
    plan.boxes = boxes.buf;
    plan.sizes = sizes.buf;
    plan.styles = styles.buf;
    if (codes.len != plan.count * 8 || sizes.len != plan.count * 8 || styles.len != plan.count * 8 ||
        boxes.len != plan.count * 32 || plan.count > INT32_MAX || !PyList_Check(plan.looks)) {
        PyErr_SetString(PyExc_ValueError, "five columns of one length and a list of looks are wanted");
    } else {
        plan.order = malloc((plan.count + 1) * sizeof *plan.order);
        plan.lines = malloc((plan.count + 1) * sizeof *plan.lines);
        plan.odd = malloc(plan.count + 1);
        plan.begins = malloc(plan.count + 1);
        words = PyList_New(0);
        if (words && plan.order && plan.lines && plan.odd && plan.begins && sort_into_lines(&plan)) {
            find_odd(&plan);
            find_words(&plan);
            if (add_words(&plan, words))
                found = Py_BuildValue("OO", words, is_overprinted(&plan) ? Py_True : Py_False);
        } else if (!PyErr_Occurred()) {
            PyErr_NoMemory();
        }
    }
    Py_XDECREF(words);
    free(plan.order);
    free(plan.lines);
    free(plan.odd);
    free(plan.begins);
    PyBuffer_Release(&kinds);
    PyBuffer_Release(&codes);
    PyBuffer_Release(&boxes);
    PyBuffer_Release(&sizes);
    PyBuffer_Release(&styles);
    return found;
}

static PyMethodDef methods[] = {
    {"upright_words", upright_words, METH_VARARGS,
     "Give the words of columns of characters, and whether letters are overprinted."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, .m_name = "_words", .m_size = -1, .m_methods = methods};

PyMODINIT_FUNC PyInit__words(void)
{
    return PyModule_Create(&module);
}
