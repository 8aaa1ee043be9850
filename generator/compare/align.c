/*
 * Two sequences: what of the one is what of the other.
 *
 * What is equal at both ends pairs.  Between, a matrix finds as much as can pair in order; where that would be too
 * large, what stands once in both cuts the sequences into shorter ones (patience), which are aligned each by itself.
 * Where nothing stands once in both, and the matrix would be too large, nothing pairs.
 */
#include "compare/compare_int.h"

struct aligner {
    struct arena *scratch;
    struct sequence old, now;
    const uint32_t *weights;
    int64_t *partners;
    size_t names;
    /* Of each number, once they are needed: how often it stands in the range, and its place in `now`. */
    uint32_t *seen[COMPARE_SIDES];
    size_t *where;
};
struct range {
    size_t old_from, old_to, now_from, now_to;
};

/* Directions of the matrix. */
enum { STEP_PAIR, STEP_OLD, STEP_NOW };

static void follow(int64_t *partners, const uint8_t *steps, const struct range *cut)
{
    const size_t width = cut->now_to - cut->now_from;
    size_t i = cut->old_from, j = cut->now_from;
    while (i < cut->old_to && j < cut->now_to) {
        const uint8_t step = steps[(i - cut->old_from) * width + (j - cut->now_from)];
        if (step == STEP_PAIR)
            partners[i] = (int64_t)j;
        i += step != STEP_NOW;
        j += step != STEP_OLD;
    }
}

/* The weights of pairs are asked of `weight`; 0: the two do not pair. */
struct weigher {
    const void *context;
    uint32_t (*of)(const void *context, size_t old, size_t now);
};

static enum status align_matrix(struct arena *scratch, const struct weigher *weigher, const struct range *cut,
                                int64_t *partners)
{
    const size_t height = cut->old_to - cut->old_from, width = cut->now_to - cut->now_from;
    uint8_t *steps = ARENA_NEW_ARRAY(scratch, height * width, uint8_t);
    uint64_t *best = ARENA_NEW_ARRAY(scratch, width + 1, uint64_t);
    if (steps == NULL || best == NULL)
        return NO_MEMORY;
    memset(best, 0, (width + 1) * sizeof *best);
    for (size_t i = height; i-- > 0;) {
        uint64_t below = 0; /* of the row below, one to the right: nothing, beyond the end */
        for (size_t j = width; j-- > 0;) {
            const uint32_t weight = weigher->of(weigher->context, cut->old_from + i, cut->now_from + j);
            const uint64_t pair = weight > 0 ? below + weight : 0, old = best[j], now = best[j + 1];
            below = best[j];
            const uint8_t step = weight > 0 && pair >= old && pair >= now ? STEP_PAIR
                                 : old >= now                             ? STEP_OLD
                                                                          : STEP_NOW;
            best[j] = step == STEP_PAIR ? pair : step == STEP_OLD ? old : now;
            steps[i * width + j] = step;
        }
    }
    follow(partners, steps, cut);
    return OK;
}

static uint32_t weight_of(const void *context, size_t old, size_t now)
{
    const struct aligner *aligner = context;
    if (aligner->old.items[old] != aligner->now.items[now])
        return 0;
    return aligner->weights != NULL ? aligner->weights[old] : 1;
}

/* The longest run of rising values: ret_in says of each whether it is of it. */
static enum status rising(struct arena *scratch, const int64_t *values, size_t count, bool *ret_in)
{
    size_t *ends =
        ARENA_NEW_ARRAY(scratch, count + 1, size_t); /* of runs by length: the value they end with */
    size_t *before = ARENA_NEW_ARRAY(scratch, count + 1, size_t);
    size_t longest = 0;
    if (ends == NULL || before == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        size_t low = 0, high = longest;
        ret_in[i] = false;
        if (values[i] < 0)
            continue;
        while (low < high) {
            const size_t middle = low + (high - low) / 2;
            if (values[ends[middle]] < values[i])
                low = middle + 1;
            else
                high = middle;
        }
        before[i] = low > 0 ? ends[low - 1] : count;
        ends[low] = i;
        longest = low == longest ? longest + 1 : longest;
    }
    for (size_t i = longest > 0 ? ends[longest - 1] : count; i < count; i = before[i])
        ret_in[i] = true;
    return OK;
}

static enum status align_cut(struct aligner *aligner, struct range cut, int depth);

static enum status find_room(struct aligner *aligner)
{
    aligner->where = ARENA_NEW_ARRAY(aligner->scratch, aligner->names, size_t);
    for (int side = 0; side < COMPARE_SIDES; side++) {
        aligner->seen[side] = ARENA_NEW_ARRAY(aligner->scratch, aligner->names, uint32_t);
        if (aligner->where == NULL || aligner->seen[side] == NULL)
            return NO_MEMORY;
        memset(aligner->seen[side], 0, aligner->names * sizeof(uint32_t));
    }
    return OK;
}

static void count_seen(struct aligner *aligner, const struct range *cut, uint32_t by)
{
    for (size_t i = cut->old_from; i < cut->old_to; i++)
        aligner->seen[COMPARE_OLD][aligner->old.items[i]] += by;
    for (size_t j = cut->now_from; j < cut->now_to; j++) {
        aligner->seen[COMPARE_NOW][aligner->now.items[j]] += by;
        aligner->where[aligner->now.items[j]] = j;
    }
}

/* Where in `now` each old one of the cut stands, if it stands once in both; else ALIGN_NONE. */
static enum status find_anchors(struct aligner *aligner, const struct range *cut, int64_t *anchors)
{
    const size_t count = cut->old_to - cut->old_from;
    bool *in = ARENA_NEW_ARRAY(aligner->scratch, count, bool);
    if (in == NULL || (aligner->where == NULL && find_room(aligner) != OK))
        return NO_MEMORY;
    count_seen(aligner, cut, 1);
    for (size_t i = 0; i < count; i++) {
        const uint32_t item = aligner->old.items[cut->old_from + i];
        const bool once = aligner->seen[COMPARE_OLD][item] == 1 && aligner->seen[COMPARE_NOW][item] == 1;
        anchors[i] = once ? (int64_t)aligner->where[item] : ALIGN_NONE;
    }
    count_seen(aligner, cut, UINT32_MAX); /* takes away what was added */
    enum status status = rising(aligner->scratch, anchors, count, in);
    for (size_t i = 0; i < count && status == OK; i++)
        anchors[i] = in[i] ? anchors[i] : ALIGN_NONE;
    return status;
}

static enum status align_anchors(struct aligner *aligner, const struct range *cut, int depth)
{
    const size_t count = cut->old_to - cut->old_from;
    int64_t *anchors = ARENA_NEW_ARRAY(aligner->scratch, count, int64_t);
    enum status status = anchors == NULL ? NO_MEMORY : find_anchors(aligner, cut, anchors);
    struct range part = *cut;
    bool any = false;
    for (size_t i = 0; i < count && status == OK; i++) {
        if (anchors[i] < 0)
            continue;
        any = true;
        part.old_to = cut->old_from + i;
        part.now_to = (size_t)anchors[i];
        status = align_cut(aligner, part, depth);
        aligner->partners[part.old_to] = anchors[i];
        part = (struct range){part.old_to + 1, cut->old_to, part.now_to + 1, cut->now_to};
    }
    part.old_to = cut->old_to;
    part.now_to = cut->now_to;
    return status == OK && any ? align_cut(aligner, part, depth) : status;
}

static enum status align_cut(struct aligner *aligner, struct range cut, int depth)
{
    const struct sequence old = aligner->old, now = aligner->now;
    for (; cut.old_from < cut.old_to && cut.now_from < cut.now_to &&
           old.items[cut.old_from] == now.items[cut.now_from];
         cut.old_from++, cut.now_from++)
        aligner->partners[cut.old_from] = (int64_t)cut.now_from;
    for (; cut.old_from < cut.old_to && cut.now_from < cut.now_to &&
           old.items[cut.old_to - 1] == now.items[cut.now_to - 1];
         cut.old_to--, cut.now_to--)
        aligner->partners[cut.old_to - 1] = (int64_t)cut.now_to - 1;
    const size_t height = cut.old_to - cut.old_from, width = cut.now_to - cut.now_from;
    if (height == 0 || width == 0)
        return OK;
    if (height <= COMPARE_CELLS / width)
        return align_matrix(aligner->scratch, &(struct weigher){aligner, weight_of}, &cut, aligner->partners);
    return depth > 0 ? align_anchors(aligner, &cut, depth - 1) : OK;
}

enum status align_equal(struct work *work, struct sequence old, struct sequence now, const uint32_t *weights,
                        int64_t *partners)
{
    struct aligner aligner = {.scratch = work->scratch,
                              .names = work->names.count,
                              .old = old,
                              .now = now,
                              .weights = weights,
                              .partners = partners};
    for (size_t i = 0; i < old.count; i++)
        partners[i] = ALIGN_NONE;
    const struct range all = {0, old.count, 0, now.count};
    const enum status status = align_cut(&aligner, all, COMPARE_DEPTH);
    arena_reset(work->scratch);
    return status;
}

/* Those without a partner. */
struct rest {
    const struct likeness *likeness;
    size_t *places[COMPARE_SIDES];
    size_t counts[COMPARE_SIDES];
};

static uint32_t likeness_of(const void *context, size_t old, size_t now)
{
    const struct rest *rest = context;
    const uint32_t alike = rest->likeness->of(rest->likeness->context, rest->places[COMPARE_OLD][old],
                                              rest->places[COMPARE_NOW][now]);
    return alike >= COMPARE_ALIKE ? alike : 0;
}

static enum status find_rest(struct arena *scratch, const int64_t *partners, size_t old_count,
                             size_t now_count, struct rest *rest)
{
    bool *paired = ARENA_NEW_ARRAY(scratch, now_count + 1, bool);
    rest->places[COMPARE_OLD] = ARENA_NEW_ARRAY(scratch, old_count + 1, size_t);
    rest->places[COMPARE_NOW] = ARENA_NEW_ARRAY(scratch, now_count + 1, size_t);
    if (paired == NULL || rest->places[COMPARE_OLD] == NULL || rest->places[COMPARE_NOW] == NULL)
        return NO_MEMORY;
    memset(paired, 0, (now_count + 1) * sizeof *paired);
    for (size_t i = 0; i < old_count; i++)
        if (partners[i] >= 0)
            paired[partners[i]] = true;
        else
            rest->places[COMPARE_OLD][rest->counts[COMPARE_OLD]++] = i;
    for (size_t j = 0; j < now_count; j++)
        if (!paired[j])
            rest->places[COMPARE_NOW][rest->counts[COMPARE_NOW]++] = j;
    return OK;
}

enum status align_alike(struct work *work, size_t old_count, size_t now_count,
                        const struct likeness *likeness, int64_t *partners)
{
    struct rest rest = {.likeness = likeness};
    enum status status = find_rest(work->scratch, partners, old_count, now_count, &rest);
    const size_t height = rest.counts[COMPARE_OLD], width = rest.counts[COMPARE_NOW];
    int64_t *found = status == OK ? ARENA_NEW_ARRAY(work->scratch, height + 1, int64_t) : NULL;
    if (status == OK && found == NULL)
        status = NO_MEMORY;
    for (size_t i = 0; i < height && status == OK; i++)
        found[i] = ALIGN_NONE;
    if (status == OK && height > 0 && width > 0 && height <= COMPARE_PAIRS / width)
        status = align_matrix(work->scratch, &(struct weigher){&rest, likeness_of},
                              &(struct range){0, height, 0, width}, found);
    for (size_t i = 0; i < height && status == OK; i++)
        if (found[i] >= 0)
            partners[rest.places[COMPARE_OLD][i]] = (int64_t)rest.places[COMPARE_NOW][found[i]];
    arena_reset(work->scratch);
    return status;
}

enum status align_stays(struct work *work, const int64_t *partners, size_t count, bool *ret_stays)
{
    enum status status = rising(work->scratch, partners, count, ret_stays);
    arena_reset(work->scratch);
    return status;
}
