#compdef kogine
# Completion of kogine for zsh. Install, in a folder of $fpath: kogine completion zsh > ~/.zfunc/_kogine
_kogine() {
    local state text note shown
    local -a open open_shown whole whole_shown
    local -a typed=("${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}")
    while IFS=$'\t' read -r state text note; do
        shown=$text${note:+  -- $note}
        if [[ $state == open ]]; then
            open+=("$text") open_shown+=("$shown")
        else
            whole+=("$text") whole_shown+=("$shown")
        fi
    done < <("${(Q)words[1]/#\~/$HOME}" _complete zsh "${typed[@]}" 2>/dev/null)
    (( $#whole )) && compadd -V values -l -d whole_shown -a whole
    (( $#open )) && compadd -V names -l -S '' -d open_shown -a open
    (( $#whole + $#open ))
}
if [[ ${funcstack[1]} == _kogine ]]; then  # loaded by compinit, from a file of this name
    _kogine "$@"
else
    compdef _kogine kogine
fi
