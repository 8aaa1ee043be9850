# Completion of fish for chengwen.
# The folder of --templates on the line; else all where kinds are looked for.
function __chengwen_templates
    string match -rg -- '--templates[= ](\\S+)' (commandline -p) # as it is typed
end
function __chengwen_kinds
    set -l folders (__chengwen_templates)
    test -n "$folders"; or set folders $CHENGWEN_HOME/templates /etc/chengwen/templates /usr/local/share/chengwen/templates /usr/share/chengwen/templates templates
    for folder in $folders
        for model in $folder/*/model.xml
            basename (dirname $model)
        end
    end | sort -u
end
# Arguments that are no options, before the cursor, without the command.
function __chengwen_arguments
    set -l given (commandline -opc)
    set -e given[1..2]
    string match -v -- '-*' $given
end
# Fields of the descriptions that the line names, else of those that are here.
function __chengwen_fields
    set -l files
    set -l given (commandline -op)
    set -e given[1..2]
    for word in $given
        test -f $word; and set -a files $word
    end
    test -n "$files"; or set files *.xml
    set -l templates (__chengwen_templates)
    test -n "$templates"; and set templates --templates=$templates[1]
    test -n "$files"; and chengwen explain --fields $templates $files 2>/dev/null | sort -u
end
complete -c chengwen -n __fish_use_subcommand -f
complete -c chengwen -n __fish_use_subcommand -a build -d '由 XML 生成 PDF，每个文件一份'
complete -c chengwen -n __fish_use_subcommand -a run -d '按计划生成：各次运行写在计划里，{year}、{quarter}、{month} 由 --date 算出'
complete -c chengwen -n __fish_use_subcommand -a watch -d '边写边看：描述、文种、数据一改就重新生成，并写一个自己刷新的网页，PDF 和各处问题并列；Ctrl-C 结束'
complete -c chengwen -n __fish_use_subcommand -a check -d '核对数据和模板，列出校核表，不生成 PDF'
complete -c chengwen -n __fish_use_subcommand -a dump -d '以文本形式显示某一阶段的结果'
complete -c chengwen -n __fish_use_subcommand -a explain -d '一个数从哪里来：公式、由哪些值得出、填写在哪里、印在第几页；字段写路径，如 center[2].total'
complete -c chengwen -n __fish_use_subcommand -a compare -d '比较同一文种的两份描述，生成修订对照表：各条原文与现文，各数的差额与增减，增删的行'
complete -c chengwen -n __fish_use_subcommand -a extract -d '取出 PDF 里附着的描述、数据和其他文件'
complete -c chengwen -n __fish_use_subcommand -a verify -d '由附着的或写明的描述重新生成，核对 PDF 的每个字节'
complete -c chengwen -n __fish_use_subcommand -a merge -d '合并各片（--shard）的清单：各份是否都在、都对，缺了哪些，错在哪里'
complete -c chengwen -n __fish_use_subcommand -a signatures -d '查看 PDF 里的签名：谁签的，签了什么，之后改了什么，是否有效'
complete -c chengwen -n __fish_use_subcommand -a sign -d '在 PDF 的签名域里签名（PAdES），可加时间戳和印章图片；原有内容一个字节也不动'
complete -c chengwen -n __fish_use_subcommand -a new -d '新建供填写的描述，各项带说明；--xlsx：供填写的表格，每一行生成一份；--kind：一个新的文种'
complete -c chengwen -n __fish_use_subcommand -a schema -d '写出文种的描述可以怎样写（RELAX NG 或 XSD），供编辑器用；文种处写 model、layout、style、roles、mapping、plan：那种文件的'
complete -c chengwen -n __fish_use_subcommand -a fonts -d '列出各字体角色实际使用的字体'
complete -c chengwen -f -n '__fish_seen_subcommand_from new' -a '(__chengwen_kinds)'
complete -c chengwen -f -n '__fish_seen_subcommand_from schema' -a '(__chengwen_kinds) model layout style roles mapping plan'
complete -c chengwen -f -n '__fish_seen_subcommand_from explain; and not count (__chengwen_arguments) >/dev/null' -a '(__chengwen_fields)'
complete -c chengwen -n '__fish_seen_subcommand_from new' -l xlsx -d '新建 xlsx 表格：表头、填写说明、可填的值'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -s o -l output -r -d '签好的文件（不写则在原文件旁边，名称加“-已签”）'
complete -c chengwen -n '__fish_seen_subcommand_from compare' -s o -l output -r -d '对照表的文件：名称以 .pdf、.html、.md 结尾的是文书，以 .json 结尾的供程序读（不写则在新的一份旁边，名称加“-修订对照”）'
complete -c chengwen -n '__fish_seen_subcommand_from build watch extract new' -s o -l output -x -a '(__fish_complete_directories)' -d '写到此目录（没有就建立）；不写则 PDF 放在输入文件旁边，取出的文件放在当前目录'
complete -c chengwen -n '__fish_seen_subcommand_from build run watch check dump explain compare verify' -l date -r -d 'today() 的值，如 2026-08-02；不写则不能使用 today()'
complete -c chengwen -n '__fish_seen_subcommand_from dump' -l stage -x -a 'node record content structure pages lines glyphs' -d '要显示的阶段'
complete -c chengwen -n '__fish_seen_subcommand_from build watch dump verify' -l draft -d '数字不符也生成：每页有“草稿”水印，不符之处所填与所算并列，文件名加“-草稿”'
complete -c chengwen -n '__fish_seen_subcommand_from build watch dump verify' -l public -d '公开版：文种声明为个人信息的（姓名、证件、电话等）在各处隐去，还认得出的不生成；不附描述，文件名加“-公开版”'
complete -c chengwen -n '__fish_seen_subcommand_from build watch verify' -l proof -d '把校核表附在 PDF 末尾'
complete -c chengwen -n '__fish_seen_subcommand_from build watch' -l audit -d '列出各页的行、松紧、末行、拆开之处和所用字体'
complete -c chengwen -n '__fish_seen_subcommand_from check' -l all -d '校核表也列出相符的各项，正文数字逐个列出'
complete -c chengwen -n '__fish_seen_subcommand_from build watch check' -l strict-prose -d '正文数字与所说的字段不符作为错误，不只警告'
complete -c chengwen -n '__fish_seen_subcommand_from build' -l format -x -a 'pdf html md' -d '文件的格式（不写为 pdf；html、md：同一结构的网页、文本，不分页）'
complete -c chengwen -n '__fish_seen_subcommand_from schema' -l format -x -a 'rng xsd' -d '写成哪一种（不写为 rng：RELAX NG；xsd：XML Schema，说得少些）'
complete -c chengwen -n '__fish_seen_subcommand_from check compare signatures' -l format -x -a 'text json' -d '校核表、签名的格式（json：每份文书一行）；compare：json 不生成对照表，把各处不同写到标准输出'
complete -c chengwen -n '__fish_seen_subcommand_from build watch check' -l data -r -d '由 xlsx 或 CSV 表格的每一行生成一份；前面可以写一份描述作底本'
complete -c chengwen -n '__fish_seen_subcommand_from build watch check' -l mapping -r -d '说明表格各列是哪个字段（不写则用文种目录里的 mapping.xml，再不然按表头）'
complete -c chengwen -n '__fish_seen_subcommand_from build watch check' -l kind -x -a '(__chengwen_kinds)' -d '表格的文种；check 没有文件也没有表格时：只核对这一文种的模板，列出与版式不符之处'
complete -c chengwen -n '__fish_seen_subcommand_from build watch check dump explain' -l record -r -d '上期的记录：data.json 或附有它的 PDF；目录则各份取其中的 名称.json 或 名称.pdf（文种的 previous 由此取数）'
complete -c chengwen -n '__fish_seen_subcommand_from build' -l keep-record -x -a '(__fish_complete_directories)' -d '把各份的记录（data.json）写成此目录里的 名称.json，供下一期用 --record 取'
complete -c chengwen -n '__fish_seen_subcommand_from new' -l kind -x -a '(__chengwen_kinds)' -d '新建这个文种，能马上生成：文种目录里的 model.xml、layout.xml、style.xml，和它的第一份描述'
complete -c chengwen -n '__fish_seen_subcommand_from build run watch check dump explain compare verify new schema' -l templates -x -a '(__fish_complete_directories)' -d '文种所在的目录'
complete -c chengwen -n '__fish_seen_subcommand_from build run watch check dump explain compare verify sign fonts' -l fonts -x -a '(__fish_complete_directories)' -d 'roles.xml 所在的目录'
complete -c chengwen -n '__fish_seen_subcommand_from build watch check' -l strict-alt -d '图片没有说明（alt）作为错误'
complete -c chengwen -n '__fish_seen_subcommand_from build watch check' -l conformance -x -a 'pdfa-2a pdfa-3a pdfa-4f+ua-2 none' -d 'PDF 符合的标准（不写为 pdfa-2a：存档，并可由读屏软件朗读）'
complete -c chengwen -n '__fish_seen_subcommand_from build watch' -l compact -d 'PDF 写得更小（对象压缩；有的签章软件不收这样的文件）'
complete -c chengwen -n '__fish_seen_subcommand_from build' -l places -d '列出各方签章的位置，每份一行 JSON（附在 PDF 里的 data.json 和日志里也有）'
complete -c chengwen -n '__fish_seen_subcommand_from build watch' -l fields -d '在各方盖章、签字的位置放空的签名域，供签章软件填写'
complete -c chengwen -n '__fish_seen_subcommand_from build watch' -l attach -d '把描述、所引的文件、图片和各数的清单附在 PDF 里（不写标准则为 pdfa-3a；kind：连文种的文件）'
complete -c chengwen -n '__fish_seen_subcommand_from explain' -l fields -d '不写字段，只写文件：列出可以写的各字段的路径，一行一个'
complete -c chengwen -n '__fish_seen_subcommand_from extract' -l list -d '只列出附着的文件，不取出'
complete -c chengwen -n '__fish_seen_subcommand_from explain' -l depth -r -d '公式由别的公式得出的，追到第几层（不写为 3）'
complete -c chengwen -n '__fish_seen_subcommand_from explain' -l json -d '写成一行 JSON，供程序读'
complete -c chengwen -n '__fish_seen_subcommand_from watch' -l link -r -d '网页里各处的链接：file（不写即是）、vscode，或含 {file} 的网址，还可有 {line}、{column}，如 idea://open?file={file}&line={line}'
complete -c chengwen -n '__fish_seen_subcommand_from extract new' -l force -d '覆盖已有的文件'
complete -c chengwen -n '__fish_seen_subcommand_from verify' -l kind-from-file -d '用附在 PDF 里的文种，不用本机的（由受限制的进程执行）；只对信得过的文件'
complete -c chengwen -n '__fish_seen_subcommand_from verify' -l qr -r -d '二维码扫出的文字（- 为标准输入）：其中的校验码是不是这份文书各数的；可以只给描述，不给 PDF'
complete -c chengwen -n '__fish_seen_subcommand_from build run' -l if-changed -d '只生成变了的：描述、所引的文件、文种、字体、程序、选项和已有的 PDF 都没变的，不再生成（须有输出目录）'
complete -c chengwen -n '__fish_seen_subcommand_from build run' -l verify -d '与 --if-changed 同用：逐个读文件、比较摘要，不只看大小、时间和 inode'
complete -c chengwen -n '__fish_seen_subcommand_from build run' -l manifest -d '全部生成，并在输出目录的 .chengwen.json 里记下各份的来历，供 --if-changed 用（须有输出目录）'
complete -c chengwen -n '__fish_seen_subcommand_from merge' -l verify -d '逐份读 PDF、比较摘要，不只看大小、时间和 inode'
complete -c chengwen -n '__fish_seen_subcommand_from merge' -l manifest -d '各片相符时，在这个目录里写合起来的 .chengwen.json，供以后不分片的 --if-changed 用'
complete -c chengwen -n '__fish_seen_subcommand_from build run' -l prune -d '列出输出目录里以前生成、这次的输入（run：计划的各次运行）已不再生成的文件（只列出，不删除；须有输出目录，并写明输入目录或 --data）'
complete -c chengwen -n '__fish_seen_subcommand_from build run check' -s j -l jobs -r -d '同时处理这么多份，各在一个进程里；结果与逐份处理的相同'
complete -c chengwen -n '__fish_seen_subcommand_from build run check' -l shard -r -d '只做 N 片中的第 K 片（如 3/10），其余由别的机器做；各片合起来与一次做完的相同'
complete -c chengwen -n '__fish_seen_subcommand_from build run check' -l timeout -r -d '一份文书处理超过这么久就放弃它，其余照做（如 30s、5min）'
complete -c chengwen -n '__fish_seen_subcommand_from build run check' -l memory -r -d '一份文书用到的内存超过这么多就放弃它，其余照做（如 512M）'
complete -c chengwen -n '__fish_seen_subcommand_from build run check verify' -l no-sandbox -d '处理文书的进程不加限制（平时它们自己不能打开文件、联网、启动程序）'
complete -c chengwen -n '__fish_seen_subcommand_from build run check' -l log -x -a 'text json' -d '标准输出的格式（json：开始、每份、结束各一行，供程序读；错误照常写到标准错误）'
complete -c chengwen -n '__fish_seen_subcommand_from build run check merge' -l report -r -d '运行结束时写一份报告：名称以 .html 结尾的是网页，以 .json 结尾的供程序读，以 / 结尾的是目录，两种都写'
complete -c chengwen -n '__fish_seen_subcommand_from signatures' -l roots -r -d '信任的根证书（一个 PEM 文件，可以有几张）；不写则不查证书由谁签发'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l field -r -d '签在哪个签名域（不写则列出有哪些）'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l cert -r -d '签名人的证书（PEM 或 DER）'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l key -r -d '它的私钥（PEM 或 DER，可以加密）'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l chain -r -d '签发它的各级证书，一起放进签名'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l p12 -r -d '证书和私钥在一个 PKCS#12 文件（.p12、.pfx）里'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l pkcs11 -r -d '私钥在密码设备里：厂商的 PKCS#11 模块（.so）；不写 --cert 则用设备里的证书'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l token -r -d '密码设备的名称（只有一个时不必写）'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l label -r -d '设备里私钥的名称（只有一把时不必写）'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l signer -r -d '由这个程序签：标准输入给它摘要（SM2：SM3(Z‖签名属性)），标准输出取回原始签名'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l password-file -r -d '私钥的密码或设备的 PIN：文件的第一行，或已打开的描述符（fd:3）；不写则在终端上问'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l digest -x -a 'sha256 sha384 sha512' -d '摘要算法（不写则按密钥；SM2 总是 SM3）'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l pss -d 'RSA 密钥用 PSS 填充'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l tsa -r -d '向这个时间戳服务器（RFC 3161）要时间戳'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l validation -r -d '日后核对证书用的：上级证书、吊销列表（CRL）、OCSP 回答，放进文件（/DSS）'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l picture -r -d '签名域里显示的印章或手写签名（PNG，可以透明；JPEG）'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l text -r -d '签名域里显示的文字，如 {name}\n{date}（\n 换行；还有 {organisation}、{iso}、{time}、{reason}、{location}）；有图片时在它下面'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l reason -r -d '签名的原因'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l location -r -d '签名的地点'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l time -r -d '签名的时间，如 2026-08-02T10:00:00+08:00（不写则取系统时钟）'
complete -c chengwen -n '__fish_seen_subcommand_from sign' -l strict -d '证书过期、未生效、不作签名之用，或图片没有透明的底时不签，不只警告'
complete -c chengwen -n '__fish_seen_subcommand_from build run check' -l journal -r -d '运行日志：每份文书由哪些文件生成，各带 SHA-256，一行一份，只添不改'
complete -c chengwen -n '__fish_seen_subcommand_from verify' -l journal -r -d '核对运行日志各行是否相接无缺；写了 PDF 的，查它是哪次运行由什么生成的'
complete -c chengwen -n '__fish_seen_subcommand_from build run watch check compare extract verify merge signatures sign' -s q -l quiet -d '没有错误和警告时不输出'
complete -c chengwen -s h -l help -d '显示帮助'
complete -c chengwen -l version -d '显示版本'
