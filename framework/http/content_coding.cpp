#include "http/content_coding.hpp"

#include <Poco/String.h>
#include <zlib.h>

#include <new>

#include "base/units.hpp"
#include "http/response_reader.hpp"

namespace errand {

namespace {

/// Unpacks gzip data, which may consist of several members, one after the other.
class Inflater {
public:
    explicit Inflater(std::size_t limit) : limit_(limit) {
        constexpr int kGzipOnly = 16;
        if (inflateInit2(&stream_, MAX_WBITS + kGzipOnly) != Z_OK) throw std::bad_alloc();
    }
    ~Inflater() { inflateEnd(&stream_); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    /// `packed` is read through a pointer that zlib has without const.
    std::string unpack(std::string packed) {
        std::string body;
        stream_.next_in = reinterpret_cast<Bytef*>(packed.data());
        stream_.avail_in = static_cast<uInt>(packed.size());
        while (stream_.avail_in > 0) {
            unpack_member(body);
            inflateReset(&stream_);
        }
        return body;
    }

private:
    void unpack_member(std::string& body) {
        for (int result = Z_OK; result != Z_STREAM_END;) {
            char bytes[16 * 1024];
            stream_.next_out = reinterpret_cast<Bytef*>(bytes);
            stream_.avail_out = sizeof bytes;
            result = inflate(&stream_, Z_NO_FLUSH);
            if (result == Z_BUF_ERROR) throw BadAnswer("is gzip data that ends too soon");
            if (result != Z_OK && result != Z_STREAM_END) throw BadAnswer("is damaged gzip data");
            body.append(bytes, sizeof bytes - stream_.avail_out);
            if (body.size() > limit_)
                throw BadAnswer("is larger than " + format_size(static_cast<std::int64_t>(limit_)) + " when unpacked");
        }
    }

    const std::size_t limit_;
    z_stream stream_ = {};
};

HttpHeaders without_coding(const HttpHeaders& headers) {
    HttpHeaders others;
    for (const auto& [name, value] : headers)
        if (Poco::icompare(name, "Content-Encoding") != 0 && Poco::icompare(name, "Content-Length") != 0)
            others.add(name, value);
    return others;
}

}  // namespace

void undo_content_coding(HttpResponse& response, std::size_t limit) {
    const auto field = response.headers.find("Content-Encoding");
    if (!field || response.body.empty()) return;
    const std::string coding = Poco::toLower(Poco::trim(*field));
    if (coding.empty() || coding == "identity") return;
    if (coding != "gzip" && coding != "x-gzip") throw BadAnswer("has an unknown Content-Encoding");
    response.body = Inflater(limit).unpack(std::move(response.body));
    response.headers = without_coding(response.headers);
}

}  // namespace errand
