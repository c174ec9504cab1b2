#pragma once

#include <stdexcept>
#include <string>

namespace errand {

/// The root of everything errand throws at plugin code. `what()` is a sentence for the operator.
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A value is not of the kind that was asked for, or a parameter is not there.
class ValueError : public Error {
public:
    using Error::Error;
};

/// The token endpoint refused the client, or a service refused the token for good.
class CredentialsRefused : public Error {
public:
    using Error::Error;
};

/// A service could not be reached, or kept failing, until the retries were used up.
class ServiceUnreachable : public Error {
public:
    using Error::Error;
};

/// The run asked the task to stop. Let it pass: the attempt then ends as cancelled.
class Cancelled : public Error {
public:
    using Error::Error;
};

}  // namespace errand
