"""Completion of bash, zsh and fish from the lists of commands and options: (key, name, arguments, help), (name, letter, keys of
commands, value, words, help)."""

# Folders of kinds, as the program looks for them.
KINDS = "${CHENGWEN_HOME:+$CHENGWEN_HOME/templates/*/model.xml} /etc/chengwen/templates/*/model.xml /usr/local/share/chengwen/templates/*/model.xml /usr/share/chengwen/templates/*/model.xml templates/*/model.xml"
TAKES_KIND = ("new", "schema")  # commands whose argument is one
FILES = "model layout style roles mapping plan"  # what schema takes besides
# Fields of the descriptions that the line names, else of those in the folder: for explain, whose first argument is one.
FIELDS = "explain --fields"


def of_command(options, key):
    return [option for option in options if not option[2] or key in option[2]]


def takes_value(option):
    return option[3] not in ("", "NULL")


def bash(commands, options):
    yield "# shellcheck shell=bash disable=SC2207 # what is completed has no white"
    yield "# Completion of bash for chengwen."
    yield "_chengwen() {"
    yield "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} words='' sign=''"
    yield "    # bash divides words at =: --format=html is three."
    yield "    if [[ $word == = ]]; then"
    yield "        word='' sign='='"
    yield "    elif [[ $before == = ]]; then"
    yield "        before=${COMP_WORDS[COMP_CWORD-2]} sign='='"
    yield "    fi"
    yield '    case "$command $before" in'
    names = [option[0] for option in options]
    for name, _, of, value, choices, _ in options:
        if choices and names.count(name) > 1:
            for command in of:
                yield f"    '{command.lower()} --{name}') words='{' '.join(choices)}' ;;"
        elif choices and value[0] != "[":
            yield f"    *' --{name}') words='{' '.join(choices)}' ;;"
        elif choices:
            yield f"    *' --{name}') [[ $sign ]] && words='{' '.join(choices)}' ;;"
        elif value == "目录" and names.count(name) == 1:
            yield f"    *' --{name}') " 'COMPREPLY=($(compgen -d -- "$word")); return ;;'
        elif value == "目录":
            for command in of:
                yield f"    '{command.lower()} --{name}') " 'COMPREPLY=($(compgen -d -- "$word")); return ;;'
    yield "    *' --kind') words=$(_chengwen_kinds) ;;"
    yield "    esac"
    yield "    # What stands there without an option in front: a kind, a field."
    valued = sorted({option[0] for option in options if takes_value(option) and option[3][0] != "["})
    yield f"    if [[ -z $words && $word != -* && ! $before =~ ^--({'|'.join(valued)})$ && $COMP_CWORD -gt 1 ]]; then"
    yield "        case $command in"
    yield "        new) words=$(_chengwen_kinds) ;;"
    yield f"        schema) words=\"$(_chengwen_kinds) {FILES}\" ;;"
    yield "        explain) _chengwen_fields; return ;;"
    yield "        esac"
    yield "    fi"
    yield "    if [[ -z $words && $COMP_CWORD == 1 ]]; then"
    yield f"        words='{' '.join(command[1] for command in commands)} --help --version'"
    yield "    elif [[ -z $words && $word == -* ]]; then"
    yield "        case $command in"
    for key, name, _, _ in commands:
        yield f"        {name}) words='{' '.join('--' + option[0] for option in of_command(options, key))}' ;;"
    yield "        esac"
    yield "    fi"
    yield '    COMPREPLY=($(compgen -W "$words" -- "$word"))'
    yield "}"
    yield "# The folder of --templates on the line; else all where kinds are looked for."
    yield "_chengwen_templates() {"
    yield "    local i"
    yield "    for ((i = 2; i < COMP_CWORD; i++)); do"
    yield "        if [[ ${COMP_WORDS[i]} == --templates ]]; then"
    yield "            if [[ ${COMP_WORDS[i+1]} == = ]]; then echo \"${COMP_WORDS[i+2]}\"; else echo \"${COMP_WORDS[i+1]}\"; fi"
    yield "        fi"
    yield "    done"
    yield "}"
    yield "_chengwen_kinds() {"
    yield "    local model templates"
    yield "    templates=$(_chengwen_templates)"
    yield '    if [[ $templates ]]; then'
    yield '        set -- "$templates"/*/model.xml'
    yield "    else"
    yield f"        set -- {KINDS}"
    yield "    fi"
    yield '    for model; do'
    yield '        if [[ -f $model ]]; then basename "$(dirname "$model")"; fi'
    yield "    done | sort -u"
    yield "}"
    yield "# A field is not divided at its brackets, and may hold what a name holds; a file where a field stands already."
    yield "_chengwen_fields() {"
    yield "    local word=${COMP_WORDS[COMP_CWORD]} templates at field=''"
    yield "    local -a files=()"
    yield "    for ((at = 2; at < ${#COMP_WORDS[@]}; at++)); do"
    yield "        if ((at == COMP_CWORD)) || [[ ${COMP_WORDS[at]} == -* || ${COMP_WORDS[at]} == = || ${COMP_WORDS[at-1]} == = || ${COMP_WORDS[at-1]} =~ ^--(templates|fonts|date|depth|record)$ ]]; then"
    yield "            continue"
    yield "        elif [[ -f ${COMP_WORDS[at]} ]]; then"
    yield "            files+=(\"${COMP_WORDS[at]}\")"
    yield "        elif ((at < COMP_CWORD)); then"
    yield "            field=yes"
    yield "        fi"
    yield "    done"
    yield "    if [[ $field ]]; then return; fi # files, as bash does by default"
    yield "    if ((${#files[@]} == 0)); then files=(*.xml); fi"
    yield "    templates=$(_chengwen_templates)"
    yield "    local IFS=$'\\n'"
    yield f"    COMPREPLY=($(chengwen {FIELDS} ${{templates:+--templates=\"$templates\"}} \"${{files[@]:0:20}}\" 2>/dev/null | sort -u | awk -v word=\"$word\" 'index($0, word) == 1'))"
    yield "}"
    yield "complete -o default -F _chengwen chengwen"


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def zsh(commands, options):
    def meant(text):
        return text.replace("[", "（").replace("]", "）").replace(":", "：")

    yield "#compdef chengwen"
    yield "# Completion of zsh for chengwen."
    yield "local -a commands kinds"
    yield "commands=("
    for _, name, _, help in commands:
        yield f"    {quoted(name + ':' + meant(help))}"
    yield ")"
    yield f"kinds=({KINDS.replace('.xml', '.xml(N:h:t)')})".replace("${CHENGWEN_HOME:+$CHENGWEN_HOME", "${CHENGWEN_HOME:-.}").replace("(N:h:t)}", "(N:h:t)")
    yield "local -a templates=() fields=() files=()"
    yield "local given=${words[(i)--templates=*]}"
    yield "(( given <= $#words )) && templates=(${words[given]#--templates=})"
    yield "given=${words[(i)--templates]}"
    yield "(( given < $#words )) && templates=(${words[given+1]})"
    yield "(( $#templates )) && kinds=(${~templates[1]}/*/model.xml(N:h:t))"
    yield "if [[ $words[2] == explain ]]; then # fields of the descriptions that are named, else of those that are here"
    yield "    for given in ${words[3,-1]}; do"
    yield "        [[ $given != -* && -f $given ]] && files+=($given)"
    yield "    done"
    yield "    (( $#files )) || files=(*.xml(N[1,20]))"
    yield f"    fields=(${{(fu)\"$(chengwen {FIELDS} ${{templates:+--templates=$templates[1]}} $files 2>/dev/null)\"}})"
    yield "fi"
    yield "typeset -U kinds"
    yield "if (( CURRENT == 2 )); then"
    yield "    _describe 命令 commands"
    yield "    return"
    yield "fi"
    yield "case $words[2] in"
    for key, name, _, _ in commands:
        yield f"{name})"
        yield "    _arguments -s \\"
        for option, letter, _, value, choices, help in of_command(options, key):
            what = f"({' '.join(choices)})" if choices else "_files -/" if value == "目录" else "_files" if value.startswith("文件") else "($kinds)" if option == "kind" else ""
            tail = "" if value in ("", "NULL") else f"::{meant(value.strip('[]='))}:{what}" if value.startswith("[") else f":{meant(value)}:{what}"
            yield f"        {quoted('--' + option + ('=-' if value.startswith('[') else '=' if tail else '') + '[' + meant(help) + ']' + tail)} \\"
        if name in TAKES_KIND:
            yield f"        '2:文种:($kinds{' ' + FILES if name == 'schema' else ''})'"
        elif name == "explain":
            yield "        '2:字段:compadd -a fields' \\"
            yield "        '*:文件:_files'"
        else:
            yield "        '*:文件:_files'"
        yield "    ;;"
    yield "esac"


def fish(commands, options):
    yield "# Completion of fish for chengwen."
    yield "# The folder of --templates on the line; else all where kinds are looked for."
    yield "function __chengwen_templates"
    yield "    string match -rg -- '--templates[= ](\\\\S+)' (commandline -p) # as it is typed"
    yield "end"
    yield "function __chengwen_kinds"
    yield "    set -l folders (__chengwen_templates)"
    yield "    test -n \"$folders\"; or set folders $CHENGWEN_HOME/templates /etc/chengwen/templates /usr/local/share/chengwen/templates /usr/share/chengwen/templates templates"
    yield "    for folder in $folders"
    yield "        for model in $folder/*/model.xml"
    yield "            basename (dirname $model)"
    yield "        end"
    yield "    end | sort -u"
    yield "end"
    yield "# Arguments that are no options, before the cursor, without the command."
    yield "function __chengwen_arguments"
    yield "    set -l given (commandline -opc)"
    yield "    set -e given[1..2]"
    yield "    string match -v -- '-*' $given"
    yield "end"
    yield "# Fields of the descriptions that the line names, else of those that are here."
    yield "function __chengwen_fields"
    yield "    set -l files"
    yield "    set -l given (commandline -op)"
    yield "    set -e given[1..2]"
    yield "    for word in $given"
    yield "        test -f $word; and set -a files $word"
    yield "    end"
    yield "    test -n \"$files\"; or set files *.xml"
    yield "    set -l templates (__chengwen_templates)"
    yield "    test -n \"$templates\"; and set templates --templates=$templates[1]"
    yield f"    test -n \"$files\"; and chengwen {FIELDS} $templates $files 2>/dev/null | sort -u"
    yield "end"
    yield "complete -c chengwen -n __fish_use_subcommand -f"
    for _, name, _, help in commands:
        yield f"complete -c chengwen -n __fish_use_subcommand -a {name} -d {quoted(help)}"
    for name in TAKES_KIND:
        if any(name == command[1] for command in commands):
            yield f"complete -c chengwen -f -n '__fish_seen_subcommand_from {name}' -a '(__chengwen_kinds){' ' + FILES if name == 'schema' else ''}'"
    yield "complete -c chengwen -f -n '__fish_seen_subcommand_from explain; and not count (__chengwen_arguments) >/dev/null' -a '(__chengwen_fields)'"
    for option, letter, of, value, choices, help in options:
        named = [name for key, name, _, _ in commands if not of or key in of]
        seen = f" -n '__fish_seen_subcommand_from {' '.join(named)}'" if of else ""
        what = f" -x -a '{' '.join(choices)}'" if choices and not value.startswith("[") else ""
        what = " -x -a '(__fish_complete_directories)'" if value == "目录" else what
        what = " -x -a '(__chengwen_kinds)'" if option == "kind" else what
        what = " -r" if not what and value not in ("", "NULL") and not value.startswith("[") else what
        yield f"complete -c chengwen{seen}" + (f" -s {letter}" if letter else "") + f" -l {option}{what} -d {quoted(help)}"
