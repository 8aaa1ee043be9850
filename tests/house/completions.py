"""Completion of bash, zsh and fish from the lists of commands and options: (key, name, arguments, help), (name, letter, keys of
commands, value, words, help)."""

# Folders of kinds, as the program looks for them.
KINDS = "${CHENGWEN_HOME:+$CHENGWEN_HOME/templates/*/model.xml} /etc/chengwen/templates/*/model.xml /usr/local/share/chengwen/templates/*/model.xml /usr/share/chengwen/templates/*/model.xml templates/*/model.xml"
TAKES_KIND = ("new", "schema")  # commands whose argument is one


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
    yield "    *' --kind' | " + " | ".join(f"'{name} {name}'" for name in TAKES_KIND) + ") words=$(_chengwen_kinds) ;;"
    yield "    esac"
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
    yield "_chengwen_kinds() {"
    yield "    local model"
    yield f"    for model in {KINDS}; do"
    yield '        if [[ -f $model ]]; then basename "$(dirname "$model")"; fi'
    yield "    done"
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
        yield "        '2:种类：($kinds)' \\".replace("：(", ":(") if name in TAKES_KIND else "        '*:文件:_files'"
        if name in TAKES_KIND:
            yield "        '*:文件:_files'"
        yield "    ;;"
    yield "esac"


def fish(commands, options):
    yield "# Completion of fish for chengwen."
    yield "function __chengwen_kinds"
    yield "    for folder in $CHENGWEN_HOME/templates /etc/chengwen/templates /usr/local/share/chengwen/templates /usr/share/chengwen/templates templates"
    yield "        for model in $folder/*/model.xml"
    yield "            basename (dirname $model)"
    yield "        end"
    yield "    end"
    yield "end"
    for _, name, _, help in commands:
        yield f"complete -c chengwen -n __fish_use_subcommand -a {name} -d {quoted(help)}"
    for name in TAKES_KIND:
        if any(name == command[1] for command in commands):
            yield f"complete -c chengwen -n '__fish_seen_subcommand_from {name}' -a '(__chengwen_kinds)'"
    for option, letter, of, value, choices, help in options:
        named = [name for key, name, _, _ in commands if not of or key in of]
        seen = f" -n '__fish_seen_subcommand_from {' '.join(named)}'" if of else ""
        what = f" -x -a '{' '.join(choices)}'" if choices and not value.startswith("[") else ""
        what = " -x -a '(__fish_complete_directories)'" if value == "目录" else what
        what = " -x -a '(__chengwen_kinds)'" if option == "kind" else what
        what = " -r" if not what and value not in ("", "NULL") and not value.startswith("[") else what
        yield f"complete -c chengwen{seen}" + (f" -s {letter}" if letter else "") + f" -l {option}{what} -d {quoted(help)}"
