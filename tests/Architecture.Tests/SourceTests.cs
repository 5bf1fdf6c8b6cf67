using System.Text.RegularExpressions;

namespace Relevo.Architecture.Tests;

/// <summary>What holds for every line of the product, and for the tests where time is concerned.</summary>
public sealed class SourceTests
{
    private const int MaxFileLines = 400;
    private const int MaxMemberLines = 60;

    private static readonly Dictionary<string, string> Banned = new(StringComparer.Ordinal)
    {
        [@"\bThread\.Sleep\b"] = "wait for an event with a bound",
        [@"(\b\w*[tT]ask|Async\([^()]*\))\.Result\b"] = "await it",
        [@"\basync\s+void\b"] = "return a task",
        [@"\bcatch\s*(\([^)]*\)\s*)?(when\s*\((?>[^()]+|\((?<d>)|\)(?<-d>))*(?(d)(?!))\)\s*)?\{\s*\}"] = "say what happens, or let it pass",
        [@"\bDateTime\.(Now|UtcNow|Today)\b"] = "use TimeProvider",
        [@"\bDateTimeOffset\.(Now|UtcNow)\b"] = "use TimeProvider",
        [@"\bStopwatch\.(StartNew|GetTimestamp)\b"] = "use TimeProvider.GetTimestamp",
        [@"\bEnvironment\.TickCount(64)?\b"] = "use TimeProvider.GetTimestamp",
    };

    [Fact]
    public void Files_All_AreShort()
    {
        var files = Repository.Sources("src").Concat(Repository.Sources("tests"));
        Expect.None(files.Select(file => (Name: Repository.Relative(file), Lines: File.ReadLines(file).Count())).Where(file => file.Lines > MaxFileLines));
    }

    [Fact]
    public void Methods_All_AreShort()
    {
        var members = Repository.Sources("src").SelectMany(file => Members.Find(CodeText.Blank(File.ReadAllText(file))).Select(member => (File: Repository.Relative(file), member.Name, member.Lines)));
        Expect.None(members.Where(member => member.Lines > MaxMemberLines));
    }

    [Fact]
    public void Source_None_HoldsBannedWords()
    {
        // A TimeProvider of our own has to read some clock.
        var sources = Repository.Sources("src").Where(file => Path.GetFileName(file) != "CoarseTime.cs");
        Expect.None(sources.SelectMany(file => Offences(Repository.Relative(file), File.ReadAllText(file), Banned)));
    }

    [Fact]
    public void Tests_None_WaitsByTheClock()
    {
        var byTheClock = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [@"\bThread\.Sleep\b"] = "wait for an event",
            [@"\bTask\.Delay\s*\((?!Timeout\.Infinite)(?![^;]*,\s*[\w.]*[tT]ime\b)"] = "wait for an event, or give the clock to the test",
            [@"\bSkip\s*=\s*"""] = "a skipped test prints its reason when it finds it",
        };
        Expect.None(Repository.Sources("tests").SelectMany(file => Offences(Repository.Relative(file), File.ReadAllText(file), byTheClock)));
    }

    [Fact]
    public void Pragmas_All_CarryAReason()
    {
        var bare = from file in Repository.Sources("src")
                   from line in File.ReadLines(file)
                   where Regex.IsMatch(line, @"^\s*#pragma warning disable\b", RegexOptions.None, TimeSpan.FromSeconds(1)) && !line.Contains("//", StringComparison.Ordinal)
                   select $"{Repository.Relative(file)}: {line.Trim()}";
        Expect.None(bare);
    }

    [Theory]
    [InlineData("Thread.Sleep(1);")]
    [InlineData("var x = task.Result;")]
    [InlineData("var x = ReadAsync(1).Result;")]
    [InlineData("async void Fire() { }")]
    [InlineData("try { A(); } catch { }")]
    [InlineData("try { A(); } catch (IOException) {  }")]
    [InlineData("try { A(); } catch (IOException e) when (e.HResult == (1 + 2)) { }")]
    [InlineData("var now = DateTimeOffset.UtcNow;")]
    [InlineData("var text = $\"{DateTime.Now}\";")]
    public void Offences_BannedWord_IsFound(string code) => Assert.Single(Offences("file", code, Banned));

    [Theory]
    [InlineData("// Thread.Sleep is banned")]
    [InlineData("var text = \"DateTime.Now\";")]
    [InlineData("try { A(); } catch (IOException) { B(); }")]
    [InlineData("try { A(); } catch (IOException) { /* The file is gone: that is what was wanted. */ }")]
    [InlineData("ValidateOptionsResult.Success")]
    [InlineData("Bind(5, entry.Result)")]
    public void Offences_HarmlessWord_IsLeftAlone(string code) => Assert.Empty(Offences("file", code, Banned));

    /// <summary>Matches in code without its comments and literals; a block that says in a comment why it is empty is not empty.</summary>
    private static IEnumerable<string> Offences(string file, string source, Dictionary<string, string> banned) =>
        from code in new[] { CodeText.Blank(source) }
        from rule in banned
        from match in Regex.Matches(code, rule.Key, RegexOptions.None, TimeSpan.FromSeconds(10))
        where !match.Value.EndsWith('}') || source[(match.Index + match.Value.LastIndexOf('{') + 1)..(match.Index + match.Length - 1)].Trim().Length == 0
        select $"{file}:{code.AsSpan(0, match.Index).Count('\n') + 1} {match.Value}: {rule.Value}";
}
