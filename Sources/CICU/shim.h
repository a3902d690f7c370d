/* Empty on purpose: only C sources see ICU (see CLibXML2/shim.h). */
