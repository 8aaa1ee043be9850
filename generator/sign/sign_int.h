/*
 * Inside sign, beside its wings (file: the PDF as it lies):
 *
 *   main.c   the program chengwen-sign                 arguments.c   what it was told
 *   look.c   signatures
 */
#ifndef CHENGWEN_SIGN_INT_H
#define CHENGWEN_SIGN_INT_H

#include "sign/sign.h"

#endif
