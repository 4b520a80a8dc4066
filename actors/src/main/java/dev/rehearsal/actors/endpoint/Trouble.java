package dev.rehearsal.actors.endpoint;

/** Why the endpoint answers with an error, with its words in both providers' formats. */
enum Trouble {
  BAD_REQUEST(400, "invalid_request_error", "invalid_request", "invalid_request_error"),
  BLOCKED(400, "invalid_request_error", "content_policy_violation", "invalid_request_error"),
  UNAUTHORIZED(401, "invalid_request_error", "invalid_api_key", "authentication_error"),
  NOT_FOUND(404, "invalid_request_error", "unknown_url", "not_found_error"),
  TOO_LARGE(413, "invalid_request_error", "request_too_large", "request_too_large"),
  RATE_LIMITED(429, "requests", "rate_limit_exceeded", "rate_limit_error"),
  SERVER_ERROR(500, "server_error", "server_error", "api_error"),
  UNAVAILABLE(503, "server_error", "service_unavailable", "overloaded_error");

  private final int status;
  private final String openAiType;
  private final String openAiCode;
  private final String anthropicType;

  Trouble(int status, String openAiType, String openAiCode, String anthropicType) {
    this.status = status;
    this.openAiType = openAiType;
    this.openAiCode = openAiCode;
    this.anthropicType = anthropicType;
  }

  int status() {
    return status;
  }

  String openAiType() {
    return openAiType;
  }

  String openAiCode() {
    return openAiCode;
  }

  String anthropicType() {
    return anthropicType;
  }
}
