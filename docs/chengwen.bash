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
    *' --kind' | 'new new' | 'schema schema') words=$(_chengwen_kinds) ;;
    esac
    if [[ -z $words && $COMP_CWORD == 1 ]]; then
        words='build run watch check dump explain compare extract verify merge signatures sign new schema fonts --help --version'
    elif [[ -z $words && $word == -* ]]; then
        case $command in
        build) words='--output --date --draft --public --proof --audit --strict-prose --format --data --mapping --kind --record --keep-record --templates --fonts --strict-alt --conformance --compact --places --fields --attach --if-changed --verify --manifest --prune --jobs --shard --timeout --memory --no-sandbox --log --report --journal --quiet --help --version' ;;
        run) words='--date --templates --fonts --if-changed --verify --manifest --prune --jobs --shard --timeout --memory --no-sandbox --log --report --journal --quiet --help --version' ;;
        watch) words='--output --date --draft --public --proof --audit --strict-prose --data --mapping --kind --record --templates --fonts --strict-alt --conformance --compact --fields --attach --link --quiet --help --version' ;;
        check) words='--date --all --strict-prose --format --data --mapping --kind --record --templates --fonts --strict-alt --conformance --jobs --shard --timeout --memory --no-sandbox --log --report --journal --quiet --help --version' ;;
        dump) words='--date --stage --draft --public --record --templates --fonts --help --version' ;;
        explain) words='--date --record --templates --fonts --depth --json --help --version' ;;
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
_chengwen_kinds() {
    local model
    for model in ${CHENGWEN_HOME:+$CHENGWEN_HOME/templates/*/model.xml} /etc/chengwen/templates/*/model.xml /usr/local/share/chengwen/templates/*/model.xml /usr/share/chengwen/templates/*/model.xml templates/*/model.xml; do
        if [[ -f $model ]]; then basename "$(dirname "$model")"; fi
    done
}
complete -o default -F _chengwen chengwen
