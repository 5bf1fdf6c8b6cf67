namespace Relevo.Architecture.Tests;

/// <summary>The scanner that the text rules stand on.</summary>
public sealed class CodeTextTests
{
    [Theory]
    [InlineData("a // Thread.Sleep\nb", "a                \nb")]
    [InlineData("a /* x\n y */ b", "a     \n      b")]
    [InlineData("f(\"x\\\"y\") + '\"' + '\\''", "f(      ) +     +     ")]
    [InlineData("@\"a\"\"b\" c", "        c")]
    [InlineData("$\"a{b}c{{d}}\" e", "    b         e")]
    [InlineData("$\"{(x ? \"a\" : \"b\")}\"", "   (x ?     :    )  ")]
    [InlineData("\"\"\"a\"b\"\"\" c", "          c")]
    [InlineData("$$\"\"\"{a}{{b}}\"\"\" c", "          b      c")]
    public void Blank_LiteralsAndComments_BecomeSpaces(string source, string expected)
    {
        Assert.Equal(expected, CodeText.Blank(source));
        Assert.Equal(source.Length, expected.Length);
    }

    [Fact]
    public void Find_MembersOfAllShapes_AreMeasured()
    {
        const string Source = """
            namespace A;
            internal sealed class B<T>(int x) where T : class
            {
                private readonly Dictionary<string, int> _table = new()
                {
                    ["a"] = 1,
                };

                public int C { get; set; } = 3;

                [Attribute(Name = "x")]
                public int D<TOther>(int a = 3) where TOther : class
                {
                    if (a == 3) { return 1; }
                    return 2;
                }

                public int E() => x switch
                {
                    1 => 2,
                    _ => 3,
                };

                public enum F { One, Two }

                public void G(
                    int a)
                {
                    Run(() => { a++; });
                }
            }
            """;
        var found = Members.Find(CodeText.Blank(Source));
        Assert.Contains(("public int D<TOther>", 5), found);
        Assert.Contains(("public int E", 5), found);
        Assert.Contains(("public void G", 5), found);
        Assert.DoesNotContain(found, member => member.Name.Contains("_table", StringComparison.Ordinal));
        Assert.DoesNotContain(found, member => member.Lines > 5);
    }
}
