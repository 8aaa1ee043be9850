# shellcheck shell=bash disable=SC2207 # what is completed has no white
# Completion of bash for chengwen.
_chengwen() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} words='' sign=''
    # bash divides words at =: --format=html is three.
    if [[ $word == = ]]; then
        word='' sign='='
    elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD-2]} sign='='
    fi
    case "$command $before" in
    'build --output') COMPREPLY=($(compgen -d -- "$word")); return ;;
    'watch --output') COMPREPLY=($(compgen -d -- "$word")); return ;;
    'extract --output') COMPREPLY=($(compgen -d -- "$word")); return ;;
    'new --output') COMPREPLY=($(compgen -d -- "$word")); return ;;
    *' --stage') words='node record content structure pages lines glyphs' ;;
    'build --format') words='pdf html md' ;;
    'schema --format') words='rng xsd' ;;
    'check --format') words='text json' ;;
    'signatures --format') words='text json' ;;
    'compare --format') words='text json' ;;
    *' --keep-record') COMPREPLY=($(compgen -d -- "$word")); return ;;
    *' --templates') COMPREPLY=($(compgen -d -- "$word")); return ;;
    *' --fonts') COMPREPLY=($(compgen -d -- "$word")); return ;;
    *' --conformance') words='pdfa-2a pdfa-3a pdfa-4f+ua-2 none' ;;
    *' --attach') [[ $sign ]] && words='source kind' ;;
    *' --log') words='text json' ;;
    *' --digest') words='sha256 sha384 sha512' ;;
    *' --kind') words=$(_chengwen_kinds) ;;
    esac
    # What stands there without an option in front: a kind, a field.
    if [[ -z $words && $word != -* && ! $before =~ ^--(cert|chain|conformance|data|date|depth|digest|field|fonts|format|jobs|journal|keep-record|key|kind|label|link|location|log|mapping|memory|output|p12|password-file|picture|pkcs11|qr|reason|record|report|roots|shard|signer|stage|templates|text|time|timeout|token|tsa|validation)$ && $COMP_CWORD -gt 1 ]]; then
        case $command in
        new) words=$(_chengwen_kinds) ;;
        schema) words="$(_chengwen_kinds) model layout style roles mapping plan" ;;
        explain) _chengwen_fields; return ;;
        esac
    fi
    if [[ -z $words && $COMP_CWORD == 1 ]]; then
        words='build run watch check dump explain compare extract verify merge signatures sign new schema fonts --help --version'
    elif [[ -z $words && $word == -* ]]; then
        case $command in
        build) words='--output --date --draft --public --proof --audit --strict-prose --format --data --mapping --kind --record --keep-record --templates --fonts --strict-alt --conformance --compact --places --fields --attach --if-changed --verify --manifest --prune --jobs --shard --timeout --memory --no-sandbox --log --report --journal --quiet --help --version' ;;
        run) words='--date --templates --fonts --if-changed --verify --manifest --prune --jobs --shard --timeout --memory --no-sandbox --log --report --journal --quiet --help --version' ;;
        watch) words='--output --date --draft --public --proof --audit --strict-prose --data --mapping --kind --record --templates --fonts --strict-alt --conformance --compact --fields --attach --link --quiet --help --version' ;;
        check) words='--date --all --strict-prose --format --data --mapping --kind --record --templates --fonts --strict-alt --conformance --jobs --shard --timeout --memory --no-sandbox --log --report --journal --quiet --help --version' ;;
        dump) words='--date --stage --draft --public --record --templates --fonts --help --version' ;;
        explain) words='--date --record --templates --fonts --fields --depth --json --help --version' ;;
        compare) words='--output --date --format --templates --fonts --quiet --help --version' ;;
        extract) words='--output --list --force --quiet --help --version' ;;
        verify) words='--date --draft --public --proof --templates --fonts --kind-from-file --qr --no-sandbox --journal --quiet --help --version' ;;
        merge) words='--verify --manifest --report --quiet --help --version' ;;
        signatures) words='--format --roots --quiet --help --version' ;;
        sign) words='--output --fonts --field --cert --key --chain --p12 --pkcs11 --token --label --signer --password-file --digest --pss --tsa --validation --picture --text --reason --location --time --strict --quiet --help --version' ;;
        new) words='--xlsx --output --kind --templates --force --help --version' ;;
        schema) words='--format --templates --help --version' ;;
        fonts) words='--fonts --help --version' ;;
        esac
    fi
    COMPREPLY=($(compgen -W "$words" -- "$word"))
}
# The folder of --templates on the line; else all where kinds are looked for.
_chengwen_templates() {
    local i
    for ((i = 2; i < COMP_CWORD; i++)); do
        if [[ ${COMP_WORDS[i]} == --templates ]]; then
            if [[ ${COMP_WORDS[i+1]} == = ]]; then echo "${COMP_WORDS[i+2]}"; else echo "${COMP_WORDS[i+1]}"; fi
        fi
    done
}
_chengwen_kinds() {
    local model templates
    templates=$(_chengwen_templates)
    if [[ $templates ]]; then
        set -- "$templates"/*/model.xml
    else
        set -- ${CHENGWEN_HOME:+$CHENGWEN_HOME/templates/*/model.xml} /etc/chengwen/templates/*/model.xml /usr/local/share/chengwen/templates/*/model.xml /usr/share/chengwen/templates/*/model.xml templates/*/model.xml
    fi
    for model; do
        if [[ -f $model ]]; then basename "$(dirname "$model")"; fi
    done | sort -u
}
# A field is not divided at its brackets, and may hold what a name holds; a file where a field stands already.
_chengwen_fields() {
    local word=${COMP_WORDS[COMP_CWORD]} templates at field=''
    local -a files=()
    for ((at = 2; at < ${#COMP_WORDS[@]}; at++)); do
        if ((at == COMP_CWORD)) || [[ ${COMP_WORDS[at]} == -* || ${COMP_WORDS[at]} == = || ${COMP_WORDS[at-1]} == = || ${COMP_WORDS[at-1]} =~ ^--(templates|fonts|date|depth|record)$ ]]; then
            continue
        elif [[ -f ${COMP_WORDS[at]} ]]; then
            files+=("${COMP_WORDS[at]}")
        elif ((at < COMP_CWORD)); then
            field=yes
        fi
    done
    if [[ $field ]]; then return; fi # files, as bash does by default
    if ((${#files[@]} == 0)); then files=(*.xml); fi
    templates=$(_chengwen_templates)
    local IFS=$'\n'
    COMPREPLY=($(chengwen explain --fields ${templates:+--templates="$templates"} "${files[@]:0:20}" 2>/dev/null | sort -u | awk -v word="$word" 'index($0, word) == 1'))
}
complete -o default -F _chengwen chengwen
