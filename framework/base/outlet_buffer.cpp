#include "base/outlet_buffer.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace errand {

OutletBuffer::~OutletBuffer() { write_all(); }

void OutletBuffer::never_wait() {
    const std::lock_guard lock(mutex_);
    is_waiting_ = false;
}

void OutletBuffer::wait(int give_up, Patience patience) {
    const std::lock_guard lock(mutex_);
    is_waiting_ = true;
    give_up_ = give_up;
    patience_ = patience;
}

int OutletBuffer::wanted() const {
    const std::lock_guard lock(mutex_);
    return pending_.empty() ? -1 : outlet_.descriptor();
}

bool OutletBuffer::is_full() const {
    const std::lock_guard lock(mutex_);
    return pending_.size() >= kMuch;
}

bool OutletBuffer::is_within_line() const {
    const std::lock_guard lock(mutex_);
    return is_within_line_;
}

void OutletBuffer::write() {
    const std::lock_guard lock(mutex_);
    write_some();
}

int OutletBuffer::error() const {
    const std::lock_guard lock(mutex_);
    return error_;
}

OutletBuffer::int_type OutletBuffer::overflow(int_type character) {
    if (traits_type::eq_int_type(character, traits_type::eof())) return traits_type::not_eof(character);
    const char byte = traits_type::to_char_type(character);
    const std::lock_guard lock(mutex_);
    put({&byte, 1});
    return character;
}

std::streamsize OutletBuffer::xsputn(const char* text, std::streamsize size) {
    const std::lock_guard lock(mutex_);
    put({text, static_cast<std::size_t>(size)});
    return size;
}

int OutletBuffer::sync() {
    const std::lock_guard lock(mutex_);
    if (is_waiting_)
        write_all();
    else
        write_some();
    return error_ == 0 ? 0 : -1;
}

void OutletBuffer::put(std::string_view text) {
    if (error_ != 0 || has_given_up_ || text.empty()) return;
    if (!is_waiting_ && (lines_left_out_ > 0 || pending_.size() + text.size() > kMost)) {
        lines_left_out_ += std::count(text.begin(), text.end(), '\n');
        return;
    }
    pending_ += text;
    is_within_line_ = text.back() != '\n';
    if (is_waiting_ && pending_.size() >= kMuch) write_all();
}

void OutletBuffer::write_some() {
    if (pending_.empty()) return;
    const ssize_t count = outlet_.write(pending_);
    if (count < 0) error_ = errno;
    pending_.erase(0, count < 0 ? std::string::npos : static_cast<std::size_t>(count));
    if (lines_left_out_ > 0 && pending_.size() < kMuch) tell_what_was_left_out();
}

void OutletBuffer::tell_what_was_left_out() {
    pending_ += "errand: " + std::to_string(lines_left_out_) + " lines are left out here: nobody read them in time\n";
    lines_left_out_ = 0;
}

void OutletBuffer::write_all() {
    while (!pending_.empty()) {
        const std::size_t before = pending_.size();
        write_some();
        if (pending_.size() != before || wait_for_room()) continue;
        has_given_up_ = true;
        pending_.clear();
    }
}

bool OutletBuffer::wait_for_room() const {
    std::array<pollfd, 2> waits = {{{outlet_.descriptor(), POLLOUT, 0}, {give_up_, POLLIN, 0}}};
    const int timeout = patience_ ? static_cast<int>(patience_->count()) : -1;
    const int ready = poll(waits.data(), waits.size(), timeout);
    return ready < 0 ? errno == EINTR : ready > 0 && waits[1].revents == 0;
}

}  // namespace errand
