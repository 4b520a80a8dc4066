package dev.rehearsal.actors.model.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/**
 * What a server sent, without secrets.
 *
 * @param json whether it says that it is JSON
 * @param body the tree; missing when it is not JSON after all
 */
record HttpReply(int status, HttpHeaders headers, boolean json, JsonNode body) {
  boolean ok() {
    return status >= 200 && status < 300;
  }
}
