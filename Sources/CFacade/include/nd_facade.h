#ifndef ND_FACADE_H
#define ND_FACADE_H
#include "nd_hash.h"
#include "nd_inflate.h"
#include "nd_markup.h"
#include "nd_system.h"
#include "nd_unicode.h"
#include "nd_versions.h"
#endif
