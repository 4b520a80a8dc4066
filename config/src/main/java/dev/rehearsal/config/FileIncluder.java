package dev.rehearsal.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseable;
import java.io.File;
import java.net.URL;

/**
 * Includes files, relative to the file that asks for them, and nothing else: a plan that reaches
 * over the network would not be the plan that somebody read. A file that is missing is an error;
 * the library's own rule is to go on without it.
 */
final class FileIncluder
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    ConfigParseable file = context.relativeTo(what);
    if (file == null) {
      throw refusal(what, "cannot be found");
    }
    try {
      return file.parse(context.parseOptions().setAllowMissing(false));
    } catch (ConfigException.IO e) {
      throw refusal(what, "cannot be read; it is taken from the folder of the file that names it");
    }
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return what.isAbsolute()
        ? ConfigFactory.parseFile(what, context.parseOptions().setAllowMissing(false)).root()
        : include(context, what.getPath());
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    throw refusal(what.toString(), "is no file; a plan may include files only");
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    throw refusal(what, "is no file; a plan may include files only");
  }

  private static ConfigException refusal(String what, String why) {
    return new IncludeRefused(what, "include " + what + " " + why);
  }

  /** Says which include failed, so that its line can be found. */
  static final class IncludeRefused extends ConfigException {
    private static final long serialVersionUID = 1L;
    private final String what;

    IncludeRefused(String what, String message) {
      super(message);
      this.what = what;
    }

    String what() {
      return what;
    }
  }
}
