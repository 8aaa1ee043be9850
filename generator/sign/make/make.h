/* sign/make: signing, from the arguments to the file. */
#ifndef CHENGWEN_SIGN_MAKE_H
#define CHENGWEN_SIGN_MAKE_H

#include "sign/sign.h"

/* sign: a signature into a field of the file. */
enum sign_exit sign_make(const struct sign_run *run) CHECKED;

#endif
