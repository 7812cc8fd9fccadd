noinst_LTLIBRARIES += libcore.la
libcore_la_CPPFLAGS = $(CORE_CPPFLAGS) -DPLUGIN_DIR='"$(pkglibdir)"' -DSCHEMA_DIR='"$(pkgdatadir)/schemas"'
libcore_la_CFLAGS   = $(AM_CFLAGS) $(YAML_CFLAGS) $(SQLITE_CFLAGS) $(MICROHTTPD_CFLAGS)
libcore_la_LIBADD   = $(YAML_LIBS) $(SQLITE_LIBS) $(MICROHTTPD_LIBS) $(NNG_LIBS)
libcore_la_SOURCES  = \
