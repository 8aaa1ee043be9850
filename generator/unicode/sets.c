/*
 * Sets of characters of which each stands for the first: Han that a reader takes for one character (variants
 * that look the same at the size of text), and characters that are misread and mistyped.
 *
 * At first use they are put into small tables: one over all characters would be new memory for each few of them.
 */
#include "unicode/unicode_int.h"

/* Unicode's own equivalences are known to ICU; these it keeps apart.  國 and 国 differ to every eye: not so.
 */
static const char *const VARIANTS[] = {
    "户戶戸", "吕呂",   "内內", "别別", "没沒", "説說",   "录彔", "黄黃⻩", "奥奧",   "冲沖",   "况況",
    "决決",   "净淨",   "凉涼", "减減", "凑湊", "强強",   "虚虛", "真眞",   "慎愼",   "鎮鎭",   "産產",
    "彦彥",   "青靑⻘", "清淸", "静靜", "郎郞", "即卽",   "既旣", "概槪",   "郷鄉鄕", "緑綠",   "禄祿",
    "剥剝",   "温溫",   "脱脫", "悦悅", "鋭銳", "税稅",   "閲閱", "兑兌兊", "納纳",   "吴吳呉", "娱娛",
    "俞兪",   "值値",   "黑黒", "增増", "徵徴", "德徳",   "恒恆", "查査",   "步歩",   "涉渉",   "每毎",
    "換换",   "唤喚",   "搜捜", "研硏", "妍姸", "册冊",   "删刪", "姗姍",   "栅柵",   "宫宮",   "侣侶",
    "爲為",   "伪偽僞", "絶絕", "教敎", "效効", "匀勻",   "衆眾", "羡羨",   "盗盜",   "尚尙",   "牀床",
    "污汚汙", "群羣",   "峰峯", "略畧", "够夠", "毁毀",   "兖兗", "船舩",   "晋晉",   "亘亙",   "遥遙",
    "摇搖",   "瑶瑤",   "姊姉", "弥彌", "皋皐", "鄰隣",   "隷隸", "頹頽",   "顚顛",   "默黙",   "録錄",
    "歳歲",   "寧寕",   "巢巣", "单単", "焰焔", "插揷挿", "凛凜", "角⻆",   "民⺠",   "长⻓",   "车⻋",
    "见⻅",   "页⻚",   "风⻛", "飞⻜", "马⻢", "鱼⻥",   "鸟⻦", "齐⻬",   "齿⻮",   "龙⻰",   "西⻄",
    "虎⻁",   "食⻝",   "骨⻣", "鬼⻤", "麦⻨", "贝⻉",   "、丶", "奂奐",   "焕煥",   "媪媼",   "愠慍",
    "蕴蘊",   "呐吶",   "蜕蛻"};

/* ICU's table of what can be confused has letters and the radicals, hardly any pair of Han; those that are
 * misread and mistyped most stand here; 一 beside what ICU makes of the dashes. */
static const char *const ALIKES[] = {"土士", "日曰", "己已巳", "未末", "人入", "干千于", "戊戌戍戎", "毋母",
                                     "刺剌", "治冶", "侯候",   "晴睛", "汨汩", "柿杮",   "祗祇",     "斤斥",
                                     "洒酒", "口囗", "茶荼",   "丐丏", "壶壸", "藉籍",   "赢羸",     "崇祟",
                                     "析折", "肓盲", "1lI|",   "0O",   "一ー-"};

enum {
    PLANE = 0x10000 /* all of them are of the Basic Multilingual Plane */,
    SLOTS = 1024 /* thrice as many */
};

/* Open addressing; code 0: free. */
struct slot {
    uint16_t code, first; /* a character, the first of its set */
};

struct sets {
    const char *const *sets;
    size_t set_count;
    bool ready;
    struct slot slots[SLOTS];
};

static struct sets variants = {.sets = VARIANTS, .set_count = ARRAY_COUNT(VARIANTS)};
static struct sets alikes = {.sets = ALIKES, .set_count = ARRAY_COUNT(ALIKES)};

/* Where it stands, or would stand. */
static struct slot *slot_of(struct sets *sets, uint32_t code)
{
    uint32_t at = code * UINT32_C(0x9E3779B1) >> 22;
    while (sets->slots[at].code != 0 && sets->slots[at].code != code)
        at = (at + 1) % SLOTS;
    return &sets->slots[at];
}

static void fill(struct sets *sets)
{
    for (size_t i = 0; i < sets->set_count; i++) {
        struct str set = str_of(sets->sets[i]);
        size_t offset = 0;
        uint32_t first = utf8_next(set, &offset);
        for (offset = 0; offset < set.len;) {
            uint32_t code = utf8_next(set, &offset);
            *slot_of(sets, code) = (struct slot){(uint16_t)code, (uint16_t)first};
        }
    }
    sets->ready = true;
}

static uint32_t first_of(struct sets *sets, uint32_t code)
{
    if (!sets->ready)
        fill(sets);
    const struct slot *slot = slot_of(sets, code);
    return code < PLANE && code != 0 && slot->code == code ? slot->first : code;
}

uint32_t variant_first(uint32_t code)
{
    return first_of(&variants, code);
}

uint32_t alike_first(uint32_t code)
{
    return first_of(&alikes, variant_first(code));
}
