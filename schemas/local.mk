# Data, not code: installed as it is.
EXTRA_DIST += schemas

schemadir = $(pkgdatadir)/schemas

install-data-local:
	cd $(srcdir)/schemas && find fhir hl7v2 maps NOTICE -type f | while read -r f; do \
	    $(MKDIR_P) "$(DESTDIR)$(schemadir)/$$(dirname "$$f")" && \
	    $(INSTALL_DATA) "$$f" "$(DESTDIR)$(schemadir)/$$f" || exit 1; \
	done

uninstall-local:
	rm -rf "$(DESTDIR)$(schemadir)"
