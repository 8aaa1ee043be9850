/*
 * Where lines end.  Most cases run one sentence through every column from 8 to 30 characters and look at all
 * its breaks: `whole` is never cut; `somewhere` ("乙|丙") is a break that some column must show, so that the
 * rules do not forbid too much.
 */
#include "text/fixture.h"
#include "text/text_int.h"
#include "text/messages.def"

static const struct {
    const char *text, *whole;
} kept[] = {
    {"甲乙双方商定本期的服务费用由252.7273万元构成。", "252.7273万元"},
    {"持证社工经费为 1662624 元，占项目经费总额的大部分。", "1662624 元"},
    {"补贴发放给持有身份证11010119900307123X的居民本人签收。", "11010119900307123X"},
    {"款项汇入账户6222 0212 3456 7890 123后由甲方出具收据为凭。", "7890"},
    {"项目经费总额中持证社工经费占比为61.81%；其余为其他。", "61.81%；"},
    {"于2025年7月30日签订平湖街道社区党群服务中心合同。", "2025年"},
    {"于2025年7月30日签订平湖街道社区党群服务中心合同。", "7月"},
    {"服务时长不少于每年每个社区各项共计40小时为合格。", "40小时"},
    {"原合同约定的各项内容见第 1 条第九十条以及第（二）款的规定。", "第 1 条"},
    {"原合同约定的各项内容见第 1 条第九十条以及第（二）款的规定。", "第九十条"},
    {"原合同约定的各项内容见第 1 条第九十条以及第（二）款的规定。", "第（二）"},
    {"服务面积为每个社区至少25.5㎡并应当每年维护一次。", "25.5㎡"},
    {"每个社区每年服务居民100～200人并应当每年回访一次。", "100～200人"},
    {"每个社区每年服务居民比例10%—20%并应当每年回访。", "10%—20%"},
    {"应当遵照标准GB/T 9704—2012的各项要求编排所有公文。", "9704—2012"},
    {"应当遵照标准GB/T 9704—2012的各项要求编排所有公文。", "GB/T"},
    {"采购结果（项目编号：LGDL2025000084-A）已经公示完毕。", "LGDL2025000084-A）"},
    {"合同自签字之日2026-03-01起开始生效并且长期有效。", "2026-03-01"},
    {"每个社区每年的服务总人数共计约３．５万人次以上。", "３．５万人次"},
    {"本合同项目的服务经费总额人民币贰佰伍拾贰万元整。", "币贰"},
    {"本合同项目的服务经费总额人民币贰佰伍拾贰万元整。", "元整"},
    {"本合同项目的服务经费总额￥3000.50，已经全部付清。", "￥3000.50，"},
    {"单价为每台100.00元/台并且包括了运输和安装的费用。", "100.00元/台"},
    {"服务覆盖率应当不低于即≥90%，满意率应当不低于前值。", "即≥90%，"},
    {"项目的负责人约翰·史密斯负责项目的实施和日常管理。", "翰·"},
    {"根据深龙府办〔2026〕12号文件的要求做好下列工作。", "〔2026〕12号"},
    {"他说完了这些话以后——就走了……再也没有回来过了。", "后——"},
    {"他说完了这些话以后——就走了……再也没有回来过了。", "了……"},
    {"他对所有在场的人说：“——不行。”然后他就走开了。", "“——"},
    {"他对所有在场的人说：“——不行。”然后他就走开了。", "行。”"},
    {"项目各方共同确认下列事项——，……以及其他各种事项。", "项——，……"},
    {"双方约定的内容包括全部的内容（含附件）.此后不再变更。", "）."},
    {"请于上午9:30至11:45之间到社区服务中心办理有关手续。", "9:30"},
    {"编号１，２３４，５６７的合同自双方签字之日起生效。", "１，２３４，５６７"},
    {"各中心的分值依次为 85, 90, 95 分并且全部达到合格。", "85, 90, 95 分"},
    {"甲方同意按照￥ 3,000 的标准每月支付给乙方服务费。", "￥ 3,000"},
    {"本项目的督导评分由（一） ；（二）两个部分组成完成。", "） ；"},
    {"每个社区覆盖居民5万个家庭并且服务人次不少于40余小时。", "5万个"},
    {"每个社区覆盖居民5万个家庭并且服务人次不少于40余小时。", "40余小时"},
    {"各社区派出人员12名服务居民600人次配备面积20 ㎡的房间。", "12名"},
    {"各社区派出人员12名服务居民600人次配备面积20 ㎡的房间。", "600人次"},
    {"各社区派出人员12名服务居民600人次配备面积20 ㎡的房间。", "20 ㎡"},
    {"室内的温度应当保持在20℃且湿度不高于65％并且有记录。", "20℃"},
    {"室内的温度应当保持在20℃且湿度不高于65％并且有记录。", "65％"},
    {"应当遵照标准GB/T 9704—2012的各项要求编排所有公文。", "GB/T 9704—2012"},
    {"会议时间定于当日下午14：30开始直到17:45全部议程结束。", "14：30"},
    {"会议时间定于当日下午14：30开始直到17:45全部议程结束。", "17:45"},
    {"项目经费由双方按百分之六十和百分之四十的比例分别承担。", "百分之六十"},
    {"违约一方应当向第三方及第二轮的各参与人员支付违约金。", "第三方"},
    {"双方按照第（二）项和第（三）项的约定履行各自的义务。", "第（二）项"},
    {"项目经费的总额为USD 1,000.50其中25 kg的物资由甲方承担。", "USD 1,000.50"},
    {"项目经费的总额为USD 1,000.50其中25 kg的物资由甲方承担。", "25 kg"},
    {"他在会上说\"你好\"然后又把\"hello\"这个词说了好几遍。", "\"你"},
    {"他在会上说\"你好\"然后又把\"hello\"这个词说了好几遍。", "好\""},
    {"他在会上说\"你好\"然后又把\"hello\"这个词说了好几遍。", "\"hello\""},
    {"the man didn't say 'yes it is' but said \"no\" to all of us", "'yes"},
    {"the man didn't say 'yes it is' but said \"no\" to all of us", "didn't"},
    {"这里的——和……两种标号以及————都不可以从中拆开来排。", "的——和"},
    {"双方约定的违约金数额为3000美元并且应当在5个工作日以内付清。", "3000美元"},
    {"服务站每个季度应当维护的绿地面积共计2012平方米以上。", "2012平方米"},
    {"葛󠄀城的葛󠄀先生和䶮󠄀女士及葛󠄀先生一起签订了本合同。", "葛󠄀"},
    {"社区里的每位残疾人由网格员每个月至少走访一次并且登记。", "一次"},
    {"本项目的各个服务周期从今年起定为十二个月并且可以顺延。", "十二个月"},
    {"本合同的签订日期为二〇二二年五月三十一日并且即日生效。", "二〇二二年"},
    {"双方一致同意将原合同变更为：本合同期拨付金额大写贰佰元零壹分含税价作为拨付依据。", "壹分"},
    {"双方一致同意将原合同变更为：本合同期拨付金额大写叁拾肆万捌仟元含税价作为拨付依据。", "叁拾"},
    {"双方一致同意将原合同变更为：本合同期拨付金额大写叁拾肆万捌仟元含税价作为拨付依据。", "捌仟"},
    {"双方一致同意本补充协议一式壹拾贰份甲方持壹拾份乙方持贰份作为拨付依据。", "贰份"},
    {"对社区里所有的困境儿童都应当做到一人一档并且按季更新。", "一人一档"},
    {"各中心开展服务并且结合“四进社区”活动送健康送知识下乡。", "“四进"},
    {"全年走访每户不少于1次；3. 走访之后由社工填写相应记录。", "3. 走"},
    {"各个站点应当每月走访；（二）走访以后由社工填写记录表。", "（二）走"},
    {"各个站点应当每月走访；(4.1) 走访以后由社工填写记录表。", "(4.1) 走"},
    {"每位老人每个月要走访，2、走访以后由社工填写相应的记录。", "2、走"},
    {"每位老人每个月要走访。①走访以后由社工填写相应的记录。", "①走"},
    {"各街道推进社区党群服务中心+民生诉求系统改革项目的工作。", "心+"},
};

static const struct {
    const char *text, *somewhere;
} cut[] = {
    {"各中心结合“七一”等节日开展党日活动并且做好记录。", "结合|“七一”"},
    {"各中心结合“七一”等节日开展党日活动并且做好记录。", "“七一”|等"},
    {"各中心结合《条例》等文件开展党日活动并且做好记录。", "》|等"},
    {"他说完了这些话以后——就走了……再也没有回来过了。", "——|就"},
    {"他说完了这些话以后——就走了……再也没有回来过了。", "……|再"},
    {"分别按照（甲）、（乙）、（丙）、（丁）的次序进行。", "）、|（"},
    {"The quick brown fox jumps over the lazy dog again.", "quick |brown"},
    {"按 GB/T 9704 和 well-known documents 的规定执行工作。", "well-|known"},
    {"社区工作者123456人参加了培训并且全部取得合格证书。", "工作者|123456人"},
    {"一二三四五六七八九十一二三四五六七八九十一二三四五。", "八|九"},
    {"由甲方（以下简称委托方）和乙方（受托方）共同确认。", "方|（"},
    {"他在会上说\"你好\"然后又把\"hello\"这个词说了好几遍。", "说|\"你"},
    {"他在会上说\"你好\"然后又把\"hello\"这个词说了好几遍。", "好\"|然"},
    {"他在会上说\"你好\"然后又把\"hello\"这个词说了好几遍。", "把|\"hello"},
    {"这里的——和……两种标号以及————都不可以从中拆开来排。", "——|——"},
    {"根据《关于进一步加强社区服务工作的若干意见》的要求。", "若干|意"},
    {"于2025年7月30日签订平湖街道社区党群服务中心合同。", "7月|30日"},
    {"于2025年7月30日签订平湖街道社区党群服务中心合同。", "2025年|7月"},
    {"各街道按照统一部署落实社区服务的工作。", "统一|部署"},
    {"各站点的得分依次为85、90、95分并且全部都达到合格以上。", "85、|90、"},
    {"各街道推进社区党群服务中心+民生诉求系统改革项目的工作。", "心+|民"},
    {"甲乙丙丁\u200b戊己ABCDEF\u200bGHIJKL子丑寅卯辰巳午未申酉戌亥", "ABCDEF|GHIJKL"},
};

static void test_kept(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture, NULL);
    for (size_t i = 0; i < ARRAY_COUNT(kept); i++)
        for (int width = 20; width <= 60; width++) {
            const char *lines = broken(&fixture, kept[i].text, width);
            if (strstr(lines, kept[i].whole) == NULL)
                fail_msg("%s is cut: %s", kept[i].whole, lines);
        }
    fixture_clear(&fixture);
}

static void test_cut(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture, NULL);
    for (size_t i = 0; i < ARRAY_COUNT(cut); i++) {
        bool seen = false;
        for (int width = 8; width <= 60 && !seen; width++)
            seen = strstr(broken(&fixture, cut[i].text, width), cut[i].somewhere) != NULL;
        if (!seen)
            fail_msg("never broken %s", cut[i].somewhere);
    }
    fixture_clear(&fixture);
}

/* Breaks that some column shows at this level of kinsoku and at all looser ones, and none at a stricter one.
 */
static const struct {
    enum text_kinsoku strictest;
    const char *text, *somewhere;
} levels[] = {
    {TEXT_KINSOKU_NONE, "甲方应当按照本合同的约定，支付全部的服务经费。", "定|，"},
    {TEXT_KINSOKU_NONE, "甲方应当按照本合同（含附件）支付全部服务经费。", "件|）"},
    {TEXT_KINSOKU_NONE, "甲方应当按照本合同（含附件）支付全部服务经费。", "（|含"},
    {TEXT_KINSOKU_NONE, "甲方应当按照合同“全部附件”支付全部服务的经费。", "“|全"},
    {TEXT_KINSOKU_NONE, "甲方应当按照本合同在深圳～广州之间支付服务经费。", "圳|～"},
    {TEXT_KINSOKU_NONE, "甲方应当按照本合同的约定／附件支付全部服务经费。", "定|／"},
    {TEXT_KINSOKU_BASIC, "甲方应当按照本合同的约定／附件支付全部服务经费。", "／|附"},
    {TEXT_KINSOKU_GB, "甲方应当按照本合同的约定——附件——支付服务经费。", "定|——"},
    {TEXT_KINSOKU_GB, "甲方应当按照本合同的约定……附件……支付服务经费。", "定|……"},
};

static bool is_shown(struct fixture *fixture, const char *text, const char *somewhere,
                     enum text_kinsoku kinsoku)
{
    struct text_span span = span_of(text);
    struct text_manner manner = {.kinsoku = kinsoku};
    struct text_paragraph *paragraph = make_in_manner(fixture, &manner, &span, 1);
    for (int width = 8; width <= 60; width++) {
        struct text_measure measure = {.width = (length)width * EM / 2, .align = TEXT_JUSTIFY};
        if (strstr(lines_text(fixture, paragraph, &measure), somewhere) != NULL)
            return true;
    }
    return false;
}

static void test_levels(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    for (size_t i = 0; i < ARRAY_COUNT(levels); i++)
        for (int kinsoku = TEXT_KINSOKU_STRICT; kinsoku <= TEXT_KINSOKU_NONE; kinsoku++)
            if (is_shown(&f, levels[i].text, levels[i].somewhere, (enum text_kinsoku)kinsoku) !=
                (kinsoku >= (int)levels[i].strictest))
                fail_msg("%s at level %d", levels[i].somewhere, kinsoku);
    /* pairs, numbers, words and codes are whole at every level */
    static const char *const whole[] = {"——", "……", "3,000.50", "100～200", "GB/T", "word", "9704—2012"};
    static const char text[] = "甲——乙……丙3,000.50丁100～200戊GB/T 9704—2012己word庚辛壬癸。";
    struct text_span span = span_of(text);
    struct text_paragraph *paragraph =
        make_in_manner(&f, &(struct text_manner){.kinsoku = TEXT_KINSOKU_NONE}, &span, 1);
    for (int width = 16; width <= 60; width++) {
        struct text_measure measure = {.width = (length)width * EM / 2, .align = TEXT_JUSTIFY};
        for (size_t i = 0; i < ARRAY_COUNT(whole); i++)
            if (strstr(lines_text(&f, paragraph, &measure), whole[i]) == NULL)
                fail_msg("%s is cut: %s", whole[i], lines_text(&f, paragraph, &measure));
    }
    fixture_clear(&f);
}

/* Three marks in a row part only where nothing else keeps the lines within their bounds; and the line says
 * so. */
static void test_escape(void **state)
{
    (void)state;
    static const struct {
        const char *text, *lines;
        int half_ems;
        enum text_broken broken;
    } cases[] = {
        {"一二三四五六七八九十甲乙丙丁。’”戊己庚辛壬癸", "一二三四五六七八九十|甲乙丙丁。’”戊己庚辛|壬癸", 20,
         TEXT_BROKEN_NOTHING},
        {"一二ABCD。’”戊己庚辛", "一二|ABCD。’|”戊己|庚辛", 6, TEXT_BROKEN_RULE},
        {"服务1662624万元", "服务|1662624|万元", 7, TEXT_BROKEN_WORD},
        {"共agreementagreement", "共|agreement|agreement", 9, TEXT_BROKEN_WORD},
        {"见www.example.com/abc/def", "见|www.example.com/|abc/def", 16, TEXT_BROKEN_CODE},
        {"1234567890123456789012", "1234567890123456|789012", 16, TEXT_BROKEN_NUMBER},
    };
    struct fixture f;
    fixture_init(&f, NULL);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct text_measure measure = {.width = (length)cases[i].half_ems * EM / 2, .align = TEXT_JUSTIFY};
        struct text_paragraph *paragraph = make_text(&f, cases[i].text);
        assert_string_equal(lines_text(&f, paragraph, &measure), cases[i].lines);
        struct text_line *lines;
        size_t count = break_lines(&f, paragraph, &measure, &lines);
        enum text_broken worst = TEXT_BROKEN_NOTHING;
        for (size_t k = 0; k < count; k++)
            worst = lines[k].broken > worst ? lines[k].broken : worst;
        assert_int_equal(worst, cases[i].broken);
    }
    fixture_clear(&f);
}

static void check(struct fixture *fixture, const char *text, int half_ems, const char *expected)
{
    assert_string_equal(broken(fixture, text, half_ems), expected);
}

/* Of characters that make no words. */
static void test_lines(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    check(&f, "乾坎艮震巽离坤兑戊己乾坎艮震巽离坤兑戊己", 20, "乾坎艮震巽离坤兑戊己|乾坎艮震巽离坤兑戊己");
    /* the comma takes half an em at the line end; another mark is squeezed to pull it in */
    check(&f, "乾坎艮震巽离坤兑戊，己乾坎艮震巽离坤兑戊", 20, "乾坎艮震巽离坤兑戊，|己乾坎艮震巽离坤兑戊");
    check(&f, "乾坎艮，震巽离坤兑戊，己乾坎艮震巽离坤兑戊", 20,
          "乾坎艮，震巽离坤兑戊，|己乾坎艮震巽离坤兑戊");
    /* nothing to squeeze: the character before the mark goes down */
    check(&f, "乾坎艮震巽离坤兑戊己，乾坎艮震巽离坤兑", 20, "乾坎艮震巽离坤兑戊|己，乾坎艮震巽离坤兑");
    /* no lone character in the last line */
    check(&f, "乾坎艮震巽离坤兑戊己乾坎艮震巽离坤兑戊己壹。", 20,
          "乾坎艮震巽离坤兑戊|己乾坎艮震巽离坤兑戊|己壹。");
    /* a character that only begins some unit is none: the code stays whole */
    check(&f, "各街道各GB/T 9704—2012平湖人员", 16, "各街道各|GB/T 9704—2012|平湖人员");
    /* too wide for the column: behind the joints first, then anywhere */
    check(&f, "见www.example.com/abc/def", 16, "见|www.example.com/|abc/def");
    check(&f, "abcdefghijklmnopqrstuvwxyz", 16, "abcdefghijklmnop|qrstuvwxyz");
    check(&f, "1234567890123456789012", 16, "1234567890123456|789012");
    check(&f, "——————", 8, "————|——");
    check(&f, "", 20, "");
    check(&f, "   ", 20, "   ");
    check(&f, "　　", 2, "　　");
    check(&f, "一　　　　　　　　　二", 6, "一　　　　　　　　　|二");
    fixture_clear(&f);
}

/* The rule does not end where a span does. */
static void test_spans(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_span spans[] = {span_of("一二三四五六七"), span_of("（文字）"), span_of("。其后252"),
                                span_of("万元")};
    spans[1].color = 0xff0000;
    spans[3].size = 2 * EM;
    struct text_paragraph *paragraph = make_spans(&f, spans, ARRAY_COUNT(spans));
    struct text_measure measure = {.align = TEXT_JUSTIFY};
    for (measure.width = 8 * EM; measure.width < 30 * EM; measure.width += EM / 2) {
        const char *lines = lines_text(&f, paragraph, &measure);
        assert_non_null(strstr(lines, "（文"));
        assert_non_null(strstr(lines, "字）。"));
        assert_non_null(strstr(lines, "252万元"));
    }
    fixture_clear(&f);
}

static void test_forced(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_span forced = {.kind = TEXT_SPAN_BREAK},
                     blank = {.kind = TEXT_SPAN_BLANK, .size = EM, .width = 4 * EM};
    struct text_span spans[] = {span_of("一二三"), forced, forced, span_of("四"), blank,
                                span_of("，五"),   forced};
    struct text_measure measure = {.width = 5 * EM, .align = TEXT_JUSTIFY, .first_indent = EM};
    struct text_paragraph *paragraph = make_spans(&f, spans, ARRAY_COUNT(spans));
    assert_string_equal(lines_text(&f, paragraph, &measure), "一二三||四|□，|五|");
    struct text_line *lines;
    assert_int_equal(break_lines(&f, paragraph, &measure, &lines), 6);
    assert_int_equal(lines[0].x, EM);
    assert_int_equal(lines[0].width, 3 * EM);
    assert_true(lines[0].forced && lines[1].forced && !lines[2].forced && lines[4].forced);
    assert_int_equal(lines[1].x, 0);
    assert_int_equal(lines[1].width, 0);
    assert_int_equal(lines[1].piece_count, 0);
    fixture_clear(&f);
}

/* Room to write in by hand is a word to what stands beside it: a span may begin there. */
static void test_blank_is_a_word(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_span blank = {.kind = TEXT_SPAN_BLANK, .size = EM, .width = 2 * EM};
    struct text_span dash[] = {span_of("本文由"), blank, span_of("—日文字")};
    struct text_span sign[] = {span_of("本文由"), blank, span_of("～日文字")};
    struct text_measure measure = {.width = 6 * EM, .align = TEXT_JUSTIFY};
    assert_string_equal(lines_text(&f, make_spans(&f, dash, ARRAY_COUNT(dash)), &measure), "本文由|□—日文字");
    measure.align = TEXT_LEFT;
    assert_string_equal(lines_text(&f, make_spans(&f, sign, ARRAY_COUNT(sign)), &measure),
                        "本文由|□～日文字");
    fixture_clear(&f);
}

static void test_widths(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_widths widths = widths_of(make_text(&f, "合计252.7273万元，"));
    assert_int_equal(widths.hard, 4 * EM);
    assert_int_equal(widths.min, 4 * EM + EM / 4 + 2 * EM + EM / 2);
    assert_int_equal(widths.natural, widths.min + 2 * EM + EM / 4);
    widths = widths_of(make_text(&f, ""));
    assert_int_equal(widths.hard, 0);
    assert_int_equal(widths.min, 0);
    assert_int_equal(widths.natural, 0);
    widths = widths_of(make_text(&f, "欧阳某某"));
    assert_int_equal(widths.min, EM);
    assert_int_equal(widths.whole, 4 * EM);
    widths = widths_of(make_text(&f, "欧阳某某某"));
    assert_int_equal(widths.whole, EM);
    widths = widths_of(make_text(&f, "2026-03-01"));
    assert_int_equal(widths.hard, 5 * EM);
    widths = widths_of(make_text(&f, "0755-84600018-8001"));
    assert_int_equal(widths.hard, 7 * EM);
    assert_int_equal(widths.whole, 9 * EM);
    widths = widths_of(make_text(&f, "6222 0212 3456 7890 123"));
    assert_int_equal(widths.hard, 2 * EM);
    widths = widths_of(make_text(&f, "11010119900307123X"));
    assert_int_equal(widths.hard, 9 * EM);
    widths = widths_of(make_text(&f, "按agreement，"));
    assert_int_equal(widths.hard, EM); /* 按; t， */
    assert_int_equal(widths.min, 5 * EM);
    fixture_clear(&f);
}

/* Parts of words with the hyphen that the line setter adds. */
static const char *hyphenated(struct fixture *fixture, const char *text, int half_ems, bool hyphenate)
{
    struct text_span span = span_of(text);
    struct text_paragraph *paragraph =
        make_in_manner(fixture, &(struct text_manner){.hyphenate = hyphenate}, &span, 1);
    struct text_measure measure = {.width = (length)half_ems * EM / 2, .align = TEXT_JUSTIFY};
    struct text_line *lines;
    size_t count = break_lines(fixture, paragraph, &measure, &lines);
    for (size_t i = 0; i + 1 < count; i++) {
        const struct text_piece *last = &lines[i].pieces[lines[i].piece_count - 1];
        assert_true(lines[i].x + lines[i].width <= measure.width);
        if (last->decoration)
            assert_int_equal(last->x + last->width, lines[i].x + lines[i].width);
    }
    return lines_text(fixture, paragraph, &measure);
}

static void test_hyphens(void **state)
{
    (void)state;
    static const struct {
        const char *text, *never, *lines;
        int half_ems;
    } cases[] = {
        {"一agreement对合同", "一agreement|对合同", "一agreement|对合同", 12},
        {"合同中的supplementary字", "合同中的|supplementary字", "合同中的supple|mentary字", 16},
        {"各种各样的SUPPLEMENTARY字", "各种各样的|SUPPLEMENTARY字", "各种各样的|SUPPLEMENTARY字", 16},
        {"合同中的supple\u00admentary字", "合同中的supple|mentary字", "合同中的supple|mentary字", 16},
        {"见www.supplementary.com网站上", "见|www.supplementary.com|网站上",
         "见|www.supplementary.com|网站上", 21},
        {"合同文本（supplementary）的", "合同文本|（supplementary）|的", "合同文本（sup|plementary）的", 15},
    };
    struct fixture f;
    fixture_init(&f, NULL);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        assert_string_equal(hyphenated(&f, cases[i].text, cases[i].half_ems, false), cases[i].never);
        assert_string_equal(hyphenated(&f, cases[i].text, cases[i].half_ems, true), cases[i].lines);
    }
    assert_false(diag_has(f.diag, MSG_TEXT_NO_HYPHENS));
    /* without the dictionary: words stay whole, and it is said once */
    const char *installed = text_hyphen_dictionary;
    text_close();
    text_hyphen_dictionary = "/nowhere/hyph.dic";
    for (int i = 0; i < 2; i++)
        assert_string_equal(hyphenated(&f, cases[1].text, cases[1].half_ems, true), cases[1].never);
    text_hyphen_dictionary = installed;
    assert_int_equal(diag_count(f.diag, SEVERITY_WARNING), 1);
    fixture_clear(&f);
}

/* 100,000 characters: every line as wide as the column, nothing lost; as fast as many short ones. */
static void test_long(void **state)
{
    (void)state;
    enum { CHARACTERS = 100000, COLUMN = 28 };
    static const char sentence[] = "甲方应当按照本合同的约定，支付经费252.7273万元（含税）。";
    struct fixture f;
    fixture_init(&f, NULL);
    struct buf text = BUF(TEXT_MAX_PARAGRAPH);
    for (size_t n = 0; n < CHARACTERS; n += utf8_count(str_of(sentence)))
        buf_add_text(&text, sentence);
    struct text_measure measure = {.width = (length)COLUMN * EM, .align = TEXT_JUSTIFY};
    struct text_paragraph *paragraph = make_text(&f, text.ptr);
    struct text_line *lines;
    size_t count = break_lines(&f, paragraph, &measure, &lines);
    struct buf all = BUF(TEXT_MAX_PARAGRAPH);
    for (size_t i = 0; i < count; i++) {
        add_line_text(&all, &lines[i]);
        assert_int_equal(lines[i].broken, TEXT_BROKEN_NOTHING);
        assert_true(lines[i].x + lines[i].width == measure.width || i + 1 == count);
    }
    assert_string_equal(all.ptr, text.ptr);
    assert_int_equal(buf_status(&all), OK);
    length natural = text_extent_of(paragraph, 0, paragraph->atom_count).natural;
    assert_in_range(count, natural / measure.width, natural / measure.width * 21 / 20);
    buf_clear(&all);
    buf_clear(&text);
    fixture_clear(&f);
}

static const struct torn_case {
    const char *text;
    int half_ems;
    const char *lines, *torn; /* torn NULL: no number is */
} torn_cases[] = {
    {"1,234,567,890,123.45", 16, "1,234,567,890,12|3.45", "1,234,567,890,123.45"},
    {"共1,234,567元整", 9, "共|1,234,567|元整", NULL},
    {"共1,234,567元整", 8, "共|1,234,56|7元整", "1,234,567"},
    {"-123,456", 7, "-123,4|56", "-123,456"},
    {"¥123,456", 7, "¥123,4|56", "¥123,456"},
    {"12345.67%", 8, "12345.|67%", "12345.67%"},
    {"（1,234.5）", 8, "（1,234.5|）", NULL},
    {"《1234567》", 8, "《1234567|》", NULL},
    {"2021.12.1—2022.4.30", 12, "2021.12.1—|2022.4.30", NULL},
    {"2021.12.1—2022.4.30", 9, "2021.12.1|—|2022.4.30", NULL},
    {"2026-03-01", 8, "2026-03-|01", NULL},
    {"100000～200000人", 10, "100000～|200000人", NULL},
    {"10.25%-20.25%", 8, "10.25%-|20.25%", NULL},
    {"LGDL2025000084-A", 10, "LGDL|2025000084|-A", NULL},
    {"www.example.com/20260301", 10, "www.|example.|com/|20260301", NULL},
    {"USD1,234,567.00", 12, "USD|1,234,567.00", NULL},
    {"USD1,234,567.00", 10, "USD1,234,5|67.00", "1,234,567.00"},
    {"１，２３４，５６７", 12, "１，２３４，|５６７", "１，２３４，５６７"},
    {"电话138****0001", 12, "电话|138****0001", NULL},
    {"号***************0123", 20, "号|***************0123", NULL},
    {"在3，4567890号", 6, "在3，|456789|0号", "4567890"},
};

static void test_torn(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    for (size_t i = 0; i < ARRAY_COUNT(torn_cases); i++) {
        const struct torn_case *c = &torn_cases[i];
        struct text_paragraph *paragraph = make_text(&f, c->text);
        struct text_measure measure = {.width = (length)c->half_ems * EM / 2, .align = TEXT_LEFT};
        struct text_line *lines;
        size_t count = break_lines(&f, paragraph, &measure, &lines);
        const struct text_torn *torn = NULL;
        for (size_t k = 0; k < count; k++)
            torn = lines[k].torn != NULL ? lines[k].torn : torn;
        assert_string_equal(lines_text(&f, paragraph, &measure), c->lines);
        if (c->torn == NULL)
            assert_null(torn);
        else
            assert_true(torn != NULL && str_is(torn->text, c->torn));
    }
    fixture_clear(&f);
}

/* Named once, with its place and width, however many lines it takes. */
static void test_torn_place(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    const struct text_span spans[] = {span_of("共"), span_of("计12"), span_of("34567890")};
    struct text_paragraph *paragraph = make_spans(&f, spans, ARRAY_COUNT(spans));
    struct text_measure measure = {.width = 2 * EM, .align = TEXT_JUSTIFY};
    struct text_line *lines;
    size_t count = break_lines(&f, paragraph, &measure, &lines), torn = 0;
    for (size_t i = 0; i < count; i++) {
        if (lines[i].torn == NULL)
            continue;
        torn++;
        assert_true(str_is(lines[i].torn->text, "1234567890"));
        assert_int_equal(lines[i].torn->place.column, 8);
        assert_int_equal(lines[i].torn->width, 5 * EM);
    }
    assert_int_equal(torn, 1);
    fixture_clear(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kept),       cmocka_unit_test(test_cut),
        cmocka_unit_test(test_levels),     cmocka_unit_test(test_escape),
        cmocka_unit_test(test_lines),      cmocka_unit_test(test_spans),
        cmocka_unit_test(test_forced),     cmocka_unit_test(test_blank_is_a_word),
        cmocka_unit_test(test_widths),     cmocka_unit_test(test_torn),
        cmocka_unit_test(test_torn_place), cmocka_unit_test(test_hyphens),
        cmocka_unit_test(test_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
