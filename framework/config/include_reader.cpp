#include "config/include_reader.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "base/error.hpp"
#include "config/scalars.hpp"

namespace errand {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFragments = 32;

class IncludeReader {
public:
    IncludeReader(const ReadFragment& read_fragment, Sources& sources, Problems& problems)
        : read_fragment_(read_fragment), sources_(sources), problems_(problems) {}

    std::vector<Node> read(std::string_view text, const std::string& file_name) {
        add(text, {fs::absolute(file_name).lexically_normal(), file_name});
        if (!is_whole_) problems_.throw_all();
        return std::move(roots_);
    }

private:
    struct File {
        fs::path path;
        /// As it is told.
        std::string name;
    };

    /// \throws ConfigError if the file itself cannot be read; of its fragments, that is kept for the end.
    void add(std::string_view text, const File& file) {
        Node root = read_document(sources_.add(text, file.name), problems_);
        open_.push_back(file);
        if (const Node* include = root.find("include")) include_all(*include);
        open_.pop_back();
        roots_.push_back(std::move(root));
    }

    void include_all(const Node& node) {
        if (node.kind == Node::Kind::list) {
            for (const Node& item : node.items) include_one(item);
        } else if (node.kind == Node::Kind::scalar) {
            include_one(node);
        } else {
            give_up(node, std::string("expected a path or a list of paths, found ") + node.kind_name());
        }
    }

    void include_one(const Node& node) {
        const auto path = read_path(node, problems_);
        if (!path) {
            is_whole_ = false;
            return;
        }
        const File file = {*path, (fs::path(open_.back().name).parent_path() / node.text).lexically_normal().string()};
        const auto is_same = [&](const File& other) { return other.path == file.path; };
        const auto open = std::find_if(open_.begin(), open_.end(), is_same);
        if (open != open_.end()) return give_up(node, "can never end: " + circle(open, file));
        if (!known_.insert(file.path).second) return;
        if (known_.size() > kMostFragments)
            return give_up(node, "a job can have at most " + std::to_string(kMostFragments) +
                                     " fragments, those of its fragments included");
        read_and_add(node, file);
    }

    void read_and_add(const Node& node, const File& file) {
        if (!read_fragment_) return give_up(node, "nothing can be included here");
        try {
            add(read_fragment_(file.name), file);
        } catch (const ConfigError&) {  // Its problems are kept.
            is_whole_ = false;
        } catch (const CommandError& unreadable) {
            give_up(node, unreadable.what());
        }
    }

    std::string circle(std::vector<File>::const_iterator from, const File& again) const {
        std::string text;
        for (; from != open_.end(); ++from) text += from->name + " includes ";
        return text + again.name;
    }

    void give_up(const Node& node, const std::string& why) {
        problems_.add(node.offset, why);
        is_whole_ = false;
    }

    const ReadFragment& read_fragment_;
    Sources& sources_;
    Problems& problems_;
    /// Each included by the one before it.
    std::vector<File> open_;
    std::set<fs::path> known_;
    std::vector<Node> roots_;
    bool is_whole_ = true;
};

}  // namespace

std::vector<Node> read_with_fragments(std::string_view text, const std::string& file_name,
                                      const ReadFragment& read_fragment, Sources& sources, Problems& problems) {
    return IncludeReader(read_fragment, sources, problems).read(text, file_name);
}

}  // namespace errand
