#compdef chengwen
# Completion of zsh for chengwen.
local -a commands kinds
commands=(
    'build:由 XML 生成 PDF，每个文件一份'
    'run:按计划生成：各次运行写在计划里，{year}、{quarter}、{month} 由 --date 算出'
    'watch:边写边看：描述、文种、数据一改就重新生成，并写一个自己刷新的网页，PDF 和各处问题并列；Ctrl-C 结束'
    'check:核对数据和模板，列出校核表，不生成 PDF'
    'dump:以文本形式显示某一阶段的结果'
    'explain:一个数从哪里来：公式、由哪些值得出、填写在哪里、印在第几页；字段写路径，如 center（2）.total'
    'compare:比较同一文种的两份描述，生成修订对照表：各条原文与现文，各数的差额与增减，增删的行'
    'extract:取出 PDF 里附着的描述、数据和其他文件'
    'verify:由附着的或写明的描述重新生成，核对 PDF 的每个字节'
    'merge:合并各片（--shard）的清单：各份是否都在、都对，缺了哪些，错在哪里'
    'signatures:查看 PDF 里的签名：谁签的，签了什么，之后改了什么，是否有效'
    'sign:在 PDF 的签名域里签名（PAdES），可加时间戳和印章图片；原有内容一个字节也不动'
    'new:新建供填写的描述，各项带说明；--xlsx：供填写的表格，每一行生成一份；--kind：一个新的文种'
    'schema:写出文种的描述可以怎样写（RELAX NG 或 XSD），供编辑器用；文种处写 model、layout、style、roles、mapping、plan：那种文件的'
    'fonts:列出各字体角色实际使用的字体'
)
kinds=(${CHENGWEN_HOME:-.}/templates/*/model.xml(N:h:t) /etc/chengwen/templates/*/model.xml(N:h:t) /usr/local/share/chengwen/templates/*/model.xml(N:h:t) /usr/share/chengwen/templates/*/model.xml(N:h:t) templates/*/model.xml(N:h:t))
local -a templates=() fields=() files=()
local given=${words[(i)--templates=*]}
(( given <= $#words )) && templates=(${words[given]#--templates=})
given=${words[(i)--templates]}
(( given < $#words )) && templates=(${words[given+1]})
(( $#templates )) && kinds=(${~templates[1]}/*/model.xml(N:h:t))
if [[ $words[2] == explain ]]; then # fields of the descriptions that are named, else of those that are here
    for given in ${words[3,-1]}; do
        [[ $given != -* && -f $given ]] && files+=($given)
    done
    (( $#files )) || files=(*.xml(N[1,20]))
    fields=(${(fu)"$(chengwen explain --fields ${templates:+--templates=$templates[1]} $files 2>/dev/null)"})
fi
typeset -U kinds
if (( CURRENT == 2 )); then
    _describe 命令 commands
    return
fi
case $words[2] in
build)
    _arguments -s \
        '--output=[写到此目录（没有就建立）；不写则 PDF 放在输入文件旁边，取出的文件放在当前目录]:目录:_files -/' \
        '--date=[today() 的值，如 2026-08-02；不写则不能使用 today()]:日期:' \
        '--draft[数字不符也生成：每页有“草稿”水印，不符之处所填与所算并列，文件名加“-草稿”]' \
        '--public[公开版：文种声明为个人信息的（姓名、证件、电话等）在各处隐去，还认得出的不生成；不附描述，文件名加“-公开版”]' \
        '--proof[把校核表附在 PDF 末尾]' \
        '--audit[列出各页的行、松紧、末行、拆开之处和所用字体]' \
        '--strict-prose[正文数字与所说的字段不符作为错误，不只警告]' \
        '--format=[文件的格式（不写为 pdf；html、md：同一结构的网页、文本，不分页）]:格式:(pdf html md)' \
        '--data=[由 xlsx 或 CSV 表格的每一行生成一份；前面可以写一份描述作底本]:表格:' \
        '--mapping=[说明表格各列是哪个字段（不写则用文种目录里的 mapping.xml，再不然按表头）]:文件:_files' \
        '--kind=[表格的文种；check 没有文件也没有表格时：只核对这一文种的模板，列出与版式不符之处]:文种:($kinds)' \
        '--record=[上期的记录：data.json 或附有它的 PDF；目录则各份取其中的 名称.json 或 名称.pdf（文种的 previous 由此取数）]:文件或目录:_files' \
        '--keep-record=[把各份的记录（data.json）写成此目录里的 名称.json，供下一期用 --record 取]:目录:_files -/' \
        '--templates=[文种所在的目录]:目录:_files -/' \
        '--fonts=[roles.xml 所在的目录]:目录:_files -/' \
        '--strict-alt[图片没有说明（alt）作为错误]' \
        '--conformance=[PDF 符合的标准（不写为 pdfa-2a：存档，并可由读屏软件朗读）]:标准:(pdfa-2a pdfa-3a pdfa-4f+ua-2 none)' \
        '--compact[PDF 写得更小（对象压缩；有的签章软件不收这样的文件）]' \
        '--places[列出各方签章的位置，每份一行 JSON（附在 PDF 里的 data.json 和日志里也有）]' \
        '--fields[在各方盖章、签字的位置放空的签名域，供签章软件填写]' \
        '--attach=-[把描述、所引的文件、图片和各数的清单附在 PDF 里（不写标准则为 pdfa-3a；kind：连文种的文件）]::范围:(source kind)' \
        '--if-changed[只生成变了的：描述、所引的文件、文种、字体、程序、选项和已有的 PDF 都没变的，不再生成（须有输出目录）]' \
        '--verify[与 --if-changed 同用：逐个读文件、比较摘要，不只看大小、时间和 inode]' \
        '--manifest[全部生成，并在输出目录的 .chengwen.json 里记下各份的来历，供 --if-changed 用（须有输出目录）]' \
        '--prune[列出输出目录里以前生成、这次的输入（run：计划的各次运行）已不再生成的文件（只列出，不删除；须有输出目录，并写明输入目录或 --data）]' \
        '--jobs=[同时处理这么多份，各在一个进程里；结果与逐份处理的相同]:数目:' \
        '--shard=[只做 N 片中的第 K 片（如 3/10），其余由别的机器做；各片合起来与一次做完的相同]:K/N:' \
        '--timeout=[一份文书处理超过这么久就放弃它，其余照做（如 30s、5min）]:时长:' \
        '--memory=[一份文书用到的内存超过这么多就放弃它，其余照做（如 512M）]:大小:' \
        '--no-sandbox[处理文书的进程不加限制（平时它们自己不能打开文件、联网、启动程序）]' \
        '--log=[标准输出的格式（json：开始、每份、结束各一行，供程序读；错误照常写到标准错误）]:格式:(text json)' \
        '--report=[运行结束时写一份报告：名称以 .html 结尾的是网页，以 .json 结尾的供程序读，以 / 结尾的是目录，两种都写]:文件:_files' \
        '--journal=[运行日志：每份文书由哪些文件生成，各带 SHA-256，一行一份，只添不改]:文件:_files' \
        '--quiet[没有错误和警告时不输出]' \
        '--help[显示帮助]' \
        '--version[显示版本]' \
        '*:文件:_files'
    ;;
run)
    _arguments -s \
        '--date=[today() 的值，如 2026-08-02；不写则不能使用 today()]:日期:' \
        '--templates=[文种所在的目录]:目录:_files -/' \
        '--fonts=[roles.xml 所在的目录]:目录:_files -/' \
        '--if-changed[只生成变了的：描述、所引的文件、文种、字体、程序、选项和已有的 PDF 都没变的，不再生成（须有输出目录）]' \
        '--verify[与 --if-changed 同用：逐个读文件、比较摘要，不只看大小、时间和 inode]' \
        '--manifest[全部生成，并在输出目录的 .chengwen.json 里记下各份的来历，供 --if-changed 用（须有输出目录）]' \
        '--prune[列出输出目录里以前生成、这次的输入（run：计划的各次运行）已不再生成的文件（只列出，不删除；须有输出目录，并写明输入目录或 --data）]' \
        '--jobs=[同时处理这么多份，各在一个进程里；结果与逐份处理的相同]:数目:' \
        '--shard=[只做 N 片中的第 K 片（如 3/10），其余由别的机器做；各片合起来与一次做完的相同]:K/N:' \
        '--timeout=[一份文书处理超过这么久就放弃它，其余照做（如 30s、5min）]:时长:' \
        '--memory=[一份文书用到的内存超过这么多就放弃它，其余照做（如 512M）]:大小:' \
        '--no-sandbox[处理文书的进程不加限制（平时它们自己不能打开文件、联网、启动程序）]' \
        '--log=[标准输出的格式（json：开始、每份、结束各一行，供程序读；错误照常写到标准错误）]:格式:(text json)' \
        '--report=[运行结束时写一份报告：名称以 .html 结尾的是网页，以 .json 结尾的供程序读，以 / 结尾的是目录，两种都写]:文件:_files' \
        '--journal=[运行日志：每份文书由哪些文件生成，各带 SHA-256，一行一份，只添不改]:文件:_files' \
        '--quiet[没有错误和警告时不输出]' \
        '--help[显示帮助]' \
        '--version[显示版本]' \
        '*:文件:_files'
    ;;
watch)
    _arguments -s \
        '--output=[写到此目录（没有就建立）；不写则 PDF 放在输入文件旁边，取出的文件放在当前目录]:目录:_files -/' \
        '--date=[today() 的值，如 2026-08-02；不写则不能使用 today()]:日期:' \
        '--draft[数字不符也生成：每页有“草稿”水印，不符之处所填与所算并列，文件名加“-草稿”]' \
        '--public[公开版：文种声明为个人信息的（姓名、证件、电话等）在各处隐去，还认得出的不生成；不附描述，文件名加“-公开版”]' \
        '--proof[把校核表附在 PDF 末尾]' \
        '--audit[列出各页的行、松紧、末行、拆开之处和所用字体]' \
        '--strict-prose[正文数字与所说的字段不符作为错误，不只警告]' \
        '--data=[由 xlsx 或 CSV 表格的每一行生成一份；前面可以写一份描述作底本]:表格:' \
        '--mapping=[说明表格各列是哪个字段（不写则用文种目录里的 mapping.xml，再不然按表头）]:文件:_files' \
        '--kind=[表格的文种；check 没有文件也没有表格时：只核对这一文种的模板，列出与版式不符之处]:文种:($kinds)' \
        '--record=[上期的记录：data.json 或附有它的 PDF；目录则各份取其中的 名称.json 或 名称.pdf（文种的 previous 由此取数）]:文件或目录:_files' \
        '--templates=[文种所在的目录]:目录:_files -/' \
        '--fonts=[roles.xml 所在的目录]:目录:_files -/' \
        '--strict-alt[图片没有说明（alt）作为错误]' \
        '--conformance=[PDF 符合的标准（不写为 pdfa-2a：存档，并可由读屏软件朗读）]:标准:(pdfa-2a pdfa-3a pdfa-4f+ua-2 none)' \
        '--compact[PDF 写得更小（对象压缩；有的签章软件不收这样的文件）]' \
        '--fields[在各方盖章、签字的位置放空的签名域，供签章软件填写]' \
        '--attach=-[把描述、所引的文件、图片和各数的清单附在 PDF 里（不写标准则为 pdfa-3a；kind：连文种的文件）]::范围:(source kind)' \
        '--link=[网页里各处的链接：file（不写即是）、vscode，或含 {file} 的网址，还可有 {line}、{column}，如 idea：//open?file={file}&line={line}]:样式:' \
        '--quiet[没有错误和警告时不输出]' \
        '--help[显示帮助]' \
        '--version[显示版本]' \
        '*:文件:_files'
    ;;
check)
    _arguments -s \
        '--date=[today() 的值，如 2026-08-02；不写则不能使用 today()]:日期:' \
        '--all[校核表也列出相符的各项，正文数字逐个列出]' \
        '--strict-prose[正文数字与所说的字段不符作为错误，不只警告]' \
        '--format=[校核表、签名的格式（json：每份文书一行）；compare：json 不生成对照表，把各处不同写到标准输出]:格式:(text json)' \
        '--data=[由 xlsx 或 CSV 表格的每一行生成一份；前面可以写一份描述作底本]:表格:' \
        '--mapping=[说明表格各列是哪个字段（不写则用文种目录里的 mapping.xml，再不然按表头）]:文件:_files' \
        '--kind=[表格的文种；check 没有文件也没有表格时：只核对这一文种的模板，列出与版式不符之处]:文种:($kinds)' \
        '--record=[上期的记录：data.json 或附有它的 PDF；目录则各份取其中的 名称.json 或 名称.pdf（文种的 previous 由此取数）]:文件或目录:_files' \
        '--templates=[文种所在的目录]:目录:_files -/' \
        '--fonts=[roles.xml 所在的目录]:目录:_files -/' \
        '--strict-alt[图片没有说明（alt）作为错误]' \
        '--conformance=[PDF 符合的标准（不写为 pdfa-2a：存档，并可由读屏软件朗读）]:标准:(pdfa-2a pdfa-3a pdfa-4f+ua-2 none)' \
        '--jobs=[同时处理这么多份，各在一个进程里；结果与逐份处理的相同]:数目:' \
        '--shard=[只做 N 片中的第 K 片（如 3/10），其余由别的机器做；各片合起来与一次做完的相同]:K/N:' \
        '--timeout=[一份文书处理超过这么久就放弃它，其余照做（如 30s、5min）]:时长:' \
        '--memory=[一份文书用到的内存超过这么多就放弃它，其余照做（如 512M）]:大小:' \
        '--no-sandbox[处理文书的进程不加限制（平时它们自己不能打开文件、联网、启动程序）]' \
        '--log=[标准输出的格式（json：开始、每份、结束各一行，供程序读；错误照常写到标准错误）]:格式:(text json)' \
        '--report=[运行结束时写一份报告：名称以 .html 结尾的是网页，以 .json 结尾的供程序读，以 / 结尾的是目录，两种都写]:文件:_files' \
        '--journal=[运行日志：每份文书由哪些文件生成，各带 SHA-256，一行一份，只添不改]:文件:_files' \
        '--quiet[没有错误和警告时不输出]' \
        '--help[显示帮助]' \
        '--version[显示版本]' \
        '*:文件:_files'
    ;;
dump)
    _arguments -s \
        '--date=[today() 的值，如 2026-08-02；不写则不能使用 today()]:日期:' \
        '--stage=[要显示的阶段]:阶段:(node record content structure pages lines glyphs)' \
        '--draft[数字不符也生成：每页有“草稿”水印，不符之处所填与所算并列，文件名加“-草稿”]' \
        '--public[公开版：文种声明为个人信息的（姓名、证件、电话等）在各处隐去，还认得出的不生成；不附描述，文件名加“-公开版”]' \
        '--record=[上期的记录：data.json 或附有它的 PDF；目录则各份取其中的 名称.json 或 名称.pdf（文种的 previous 由此取数）]:文件或目录:_files' \
        '--templates=[文种所在的目录]:目录:_files -/' \
        '--fonts=[roles.xml 所在的目录]:目录:_files -/' \
        '--help[显示帮助]' \
        '--version[显示版本]' \
        '*:文件:_files'
    ;;
explain)
    _arguments -s \
        '--date=[today() 的值，如 2026-08-02；不写则不能使用 today()]:日期:' \
        '--record=[上期的记录：data.json 或附有它的 PDF；目录则各份取其中的 名称.json 或 名称.pdf（文种的 previous 由此取数）]:文件或目录:_files' \
        '--templates=[文种所在的目录]:目录:_files -/' \
        '--fonts=[roles.xml 所在的目录]:目录:_files -/' \
        '--fields[不写字段，只写文件：列出可以写的各字段的路径，一行一个]' \
        '--depth=[公式由别的公式得出的，追到第几层（不写为 3）]:层数:' \
        '--json[写成一行 JSON，供程序读]' \
        '--help[显示帮助]' \
        '--version[显示版本]' \
        '2:字段:compadd -a fields' \
        '*:文件:_files'
    ;;
compare)
    _arguments -s \
        '--output=[对照表的文件：名称以 .pdf、.html、.md 结尾的是文书，以 .json 结尾的供程序读（不写则在新的一份旁边，名称加“-修订对照”）]:文件:_files' \
        '--date=[today() 的值，如 2026-08-02；不写则不能使用 today()]:日期:' \
        '--format=[校核表、签名的格式（json：每份文书一行）；compare：json 不生成对照表，把各处不同写到标准输出]:格式:(text json)' \
        '--templates=[文种所在的目录]:目录:_files -/' \
        '--fonts=[roles.xml 所在的目录]:目录:_files -/' \
        '--quiet[没有错误和警告时不输出]' \
        '--help[显示帮助]' \
        '--version[显示版本]' \
        '*:文件:_files'
    ;;
extract)
    _arguments -s \
        '--output=[写到此目录（没有就建立）；不写则 PDF 放在输入文件旁边，取出的文件放在当前目录]:目录:_files -/' \
        '--list[只列出附着的文件，不取出]' \
        '--force[覆盖已有的文件]' \
        '--quiet[没有错误和警告时不输出]' \
        '--help[显示帮助]' \
        '--version[显示版本]' \
        '*:文件:_files'
    ;;
verify)
    _arguments -s \
        '--date=[today() 的值，如 2026-08-02；不写则不能使用 today()]:日期:' \
        '--draft[数字不符也生成：每页有“草稿”水印，不符之处所填与所算并列，文件名加“-草稿”]' \
        '--public[公开版：文种声明为个人信息的（姓名、证件、电话等）在各处隐去，还认得出的不生成；不附描述，文件名加“-公开版”]' \
        '--proof[把校核表附在 PDF 末尾]' \
        '--templates=[文种所在的目录]:目录:_files -/' \
        '--fonts=[roles.xml 所在的目录]:目录:_files -/' \
        '--kind-from-file[用附在 PDF 里的文种，不用本机的（由受限制的进程执行）；只对信得过的文件]' \
        '--qr=[二维码扫出的文字（- 为标准输入）：其中的校验码是不是这份文书各数的；可以只给描述，不给 PDF]:文字:' \
        '--no-sandbox[处理文书的进程不加限制（平时它们自己不能打开文件、联网、启动程序）]' \
        '--journal=[核对运行日志各行是否相接无缺；写了 PDF 的，查它是哪次运行由什么生成的]:文件:_files' \
        '--quiet[没有错误和警告时不输出]' \
        '--help[显示帮助]' \
        '--version[显示版本]' \
        '*:文件:_files'
    ;;
merge)
    _arguments -s \
        '--verify[逐份读 PDF、比较摘要，不只看大小、时间和 inode]' \
        '--manifest[各片相符时，在这个目录里写合起来的 .chengwen.json，供以后不分片的 --if-changed 用]' \
        '--report=[运行结束时写一份报告：名称以 .html 结尾的是网页，以 .json 结尾的供程序读，以 / 结尾的是目录，两种都写]:文件:_files' \
        '--quiet[没有错误和警告时不输出]' \
        '--help[显示帮助]' \
        '--version[显示版本]' \
        '*:文件:_files'
    ;;
signatures)
    _arguments -s \
        '--format=[校核表、签名的格式（json：每份文书一行）；compare：json 不生成对照表，把各处不同写到标准输出]:格式:(text json)' \
        '--roots=[信任的根证书（一个 PEM 文件，可以有几张）；不写则不查证书由谁签发]:文件:_files' \
        '--quiet[没有错误和警告时不输出]' \
        '--help[显示帮助]' \
        '--version[显示版本]' \
        '*:文件:_files'
    ;;
sign)
    _arguments -s \
        '--output=[签好的文件（不写则在原文件旁边，名称加“-已签”）]:文件:_files' \
        '--fonts=[roles.xml 所在的目录]:目录:_files -/' \
        '--field=[签在哪个签名域（不写则列出有哪些）]:名称:' \
        '--cert=[签名人的证书（PEM 或 DER）]:文件:_files' \
        '--key=[它的私钥（PEM 或 DER，可以加密）]:文件:_files' \
        '--chain=[签发它的各级证书，一起放进签名]:文件:_files' \
        '--p12=[证书和私钥在一个 PKCS#12 文件（.p12、.pfx）里]:文件:_files' \
        '--pkcs11=[私钥在密码设备里：厂商的 PKCS#11 模块（.so）；不写 --cert 则用设备里的证书]:模块:' \
        '--token=[密码设备的名称（只有一个时不必写）]:名称:' \
        '--label=[设备里私钥的名称（只有一把时不必写）]:名称:' \
        '--signer=[由这个程序签：标准输入给它摘要（SM2：SM3(Z‖签名属性)），标准输出取回原始签名]:程序:' \
        '--password-file=[私钥的密码或设备的 PIN：文件的第一行，或已打开的描述符（fd：3）；不写则在终端上问]:文件:_files' \
        '--digest=[摘要算法（不写则按密钥；SM2 总是 SM3）]:算法:(sha256 sha384 sha512)' \
        '--pss[RSA 密钥用 PSS 填充]' \
        '--tsa=[向这个时间戳服务器（RFC 3161）要时间戳]:网址:' \
        '--validation=[日后核对证书用的：上级证书、吊销列表（CRL）、OCSP 回答，放进文件（/DSS）]:文件或目录:_files' \
        '--picture=[签名域里显示的印章或手写签名（PNG，可以透明；JPEG）]:图片:' \
        '--text=[签名域里显示的文字，如 {name}\n{date}（\n 换行；还有 {organisation}、{iso}、{time}、{reason}、{location}）；有图片时在它下面]:文字:' \
        '--reason=[签名的原因]:文字:' \
        '--location=[签名的地点]:文字:' \
        '--time=[签名的时间，如 2026-08-02T10：00：00+08：00（不写则取系统时钟）]:时间:' \
        '--strict[证书过期、未生效、不作签名之用，或图片没有透明的底时不签，不只警告]' \
        '--quiet[没有错误和警告时不输出]' \
        '--help[显示帮助]' \
        '--version[显示版本]' \
        '*:文件:_files'
    ;;
new)
    _arguments -s \
        '--xlsx[新建 xlsx 表格：表头、填写说明、可填的值]' \
        '--output=[写到此目录（没有就建立）；不写则 PDF 放在输入文件旁边，取出的文件放在当前目录]:目录:_files -/' \
        '--kind=[新建这个文种，能马上生成：文种目录里的 model.xml、layout.xml、style.xml，和它的第一份描述]:文种:($kinds)' \
        '--templates=[文种所在的目录]:目录:_files -/' \
        '--force[覆盖已有的文件]' \
        '--help[显示帮助]' \
        '--version[显示版本]' \
        '2:文种:($kinds)'
    ;;
schema)
    _arguments -s \
        '--format=[写成哪一种（不写为 rng：RELAX NG；xsd：XML Schema，说得少些）]:格式:(rng xsd)' \
        '--templates=[文种所在的目录]:目录:_files -/' \
        '--help[显示帮助]' \
        '--version[显示版本]' \
        '2:文种:($kinds model layout style roles mapping plan)'
    ;;
fonts)
    _arguments -s \
        '--fonts=[roles.xml 所在的目录]:目录:_files -/' \
        '--help[显示帮助]' \
        '--version[显示版本]' \
        '*:文件:_files'
    ;;
esac
