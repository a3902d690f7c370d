/* Empty on purpose: only C sources see libxml2, so that its headers never meet Foundation in one Swift module. */
