namespace Gateway.Mappings;

/// <summary>Reads the scalar grammar of the mapping language (2.2): <c>|</c> binds tightest, then <c>else</c>,
/// comparison,
/// <c>not</c>, <c>and</c>, <c>or</c>. No backtracking; nesting is bounded.</summary>
internal sealed class ExpressionParser
{
    private const int NestingMax = 32;
    private const int LengthMax = 4096;

    private readonly string text;
    private int at;
    private int nesting;

    private ExpressionParser(string text) => this.text = text;

    /// <summary>Reads a leaf.</summary>
    public static ExpressionSyntax? Leaf(string text, out SyntaxFault? fault)
    {
        if (text.StartsWith('='))
        {
            fault = text.Length == 1 ? new SyntaxFault(0, "a constant needs text after '='") : null;
            return fault is null ? new ExpressionSyntax(new ConstantSyntax(0, text[1..]), false) : null;
        }

        var parser = new ExpressionParser(text);
        return parser.Try(parser.ReadLeaf, out fault);
    }

    /// <summary>Reads a condition.</summary>
    public static Syntax? Condition(string text, out SyntaxFault? fault)
    {
        var parser = new ExpressionParser(text);
        return parser.Try(parser.Condition, out fault);
    }

    private T? Try<T>(Func<T> read, out SyntaxFault? fault)
        where T : class
    {
        fault = null;
        try
        {
            if (text.Length > LengthMax) throw Wrong($"an expression has at most {LengthMax} characters");
            var value = read();
            Blanks();
            if (at < text.Length) throw Wrong($"'{Rest()}' is more than one expression");
            return value;
        }
        catch (SyntaxException e)
        {
            fault = e.Fault;
            return null;
        }
    }

    private ExpressionSyntax ReadLeaf()
    {
        var value = Choice();
        if (value is NumberSyntax number)
        {
            throw new SyntaxException(new SyntaxFault(number.At,
                $"{number.Text} alone is neither a path nor a constant; "
                + $"write '.{number.Text}' for the element, '={number.Text}' for the constant"));
        }

        Blanks();
        var isRequired = at < text.Length && text[at] == '!';
        if (isRequired) at++;
        return new ExpressionSyntax(value, isRequired);
    }

    private Syntax Condition()
    {
        if (++nesting > NestingMax) throw Wrong($"an expression nests at most {NestingMax} levels");
        var start = at;
        var all = new List<Syntax> { Conjunct() };
        while (Word("or")) all.Add(Conjunct());
        nesting--;
        return all.Count == 1 ? all[0] : new JunctionSyntax(start, false, all);
    }

    private Syntax Conjunct()
    {
        var start = at;
        var all = new List<Syntax> { Clause() };
        while (Word("and")) all.Add(Clause());
        return all.Count == 1 ? all[0] : new JunctionSyntax(start, true, all);
    }

    private Syntax Clause()
    {
        Blanks();
        var start = at;
        if (Word("not"))
        {
            if (++nesting > NestingMax) throw Wrong($"an expression nests at most {NestingMax} levels");
            var inner = Clause();
            nesting--;
            return new NotSyntax(start, inner);
        }

        var left = Choice();
        Blanks();
        foreach (var sign in (ReadOnlySpan<string>)["!=", "~=", "<=", ">=", "=", "<", ">"])
        {
            if (!Take(sign)) continue;
            var (words, right) = Right();
            if (sign[0] is '<' or '>' && words is not null && char.IsLetter(words[0][0]))
            {
                throw Wrong($"'{words[0]}' is a word, which has no order; a path here begins with . / ^ or $");
            }

            return new CompareSyntax(start, sign, left, words, right);
        }

        return left;
    }

    private (IReadOnlyList<string>? Words, Syntax? Right) Right()
    {
        Blanks();
        if (at >= text.Length || !IsWordCharacter(text[at])) return (null, Choice());
        var end = at;
        while (end < text.Length && IsWordCharacter(text[end])) end++;
        if (end < text.Length && text[end] is '(' or '.' or '|') return (null, Choice());
        return (Words(), null);
    }

    private Syntax Choice()
    {
        var start = at;
        var all = new List<Syntax> { Pipeline() };
        while (Word("else")) all.Add(Pipeline());
        return all.Count == 1 ? all[0] : new ChoiceSyntax(start, all);
    }

    private Syntax Pipeline()
    {
        var value = Operand();
        while (true)
        {
            Blanks();
            if (!Take("|")) return value;
            Blanks();
            var start = at;
            var name = Letters();
            if (name.Length == 0) throw Wrong("'|' is followed by the name of a function");
            var arguments = new List<Syntax> { value };
            Blanks();
            if (Take("(")) Arguments(arguments);
            value = new CallSyntax(start, name, arguments);
        }
    }

    private void Arguments(List<Syntax> into)
    {
        Blanks();
        if (Take(")")) return;
        do into.Add(Condition());
        while (Next(","));
        if (!Next(")")) throw Wrong("')' is missing");
    }

    private Syntax Operand()
    {
        Blanks();
        if (at >= text.Length) throw Wrong("something is missing at the end");
        var start = at;
        var c = text[at];
        if (c == '\'') return new StringSyntax(start, Quoted());
        if (c == '(')
        {
            at++;
            var inner = Condition();
            if (!Next(")")) throw Wrong("')' is missing");
            return inner;
        }

        if (char.IsAsciiDigit(c) || (c == '-' && at + 1 < text.Length
            && char.IsAsciiDigit(text[at + 1]))) return Number();
        if (!char.IsLetter(c)) return Path();
        var name = Letters();
        if (at < text.Length && text[at] == '(')
        {
            at++;
            var arguments = new List<Syntax>();
            Arguments(arguments);
            return new CallSyntax(start, name, arguments);
        }

        at = start;
        return Path();
    }

    private NumberSyntax Number()
    {
        var start = at;
        if (text[at] == '-') at++;
        while (IsDigit(at) || (at < text.Length && text[at] == '.' && IsDigit(at + 1))) at++;
        return new NumberSyntax(start, text[start..at]);
    }

    private bool IsDigit(int index) => index < text.Length && char.IsAsciiDigit(text[index]);

    private PathSyntax Path()
    {
        var start = at;
        var steps = new List<StepSyntax>();
        var (from, name) = (PathStart.Here, "");
        if (Take("/")) (from, _) = (PathStart.Root, Step(steps));
        else if (Take("^")) (from, name) = (PathStart.Up, Name());
        else if (Take("$"))
        {
            name = Letters();
            from = name.Length == 0 ? PathStart.Block : PathStart.Let;
        }
        else if (at < text.Length && text[at] == '.')
        {
            if (!IsElementNext()) at++;
        }
        else Step(steps);

        if (from is PathStart.Up or PathStart.Let or PathStart.Block) Filters(steps);
        while (Take("/")) Step(steps);
        while (IsElementNext()) Element(steps);
        if (Take("@")) steps.Add(new StepSyntax(at, StepKind.Attribute, Name()));
        if (at == start) throw Wrong($"'{Rest()}' is no path, text or function");
        return new PathSyntax(start, from, name, steps);
    }

    private bool Step(List<StepSyntax> steps)
    {
        var start = at;
        var name = Name();
        var qualifiers = new List<IReadOnlyList<string>>();
        while (Take("+")) qualifiers.Add(at < text.Length && IsWordCharacter(text[at]) ? Words() : []);
        steps.Add(new StepSyntax(start, StepKind.Child, name) { Qualifiers = qualifiers });
        Filters(steps);
        return true;
    }

    private bool IsElementNext()
    {
        if (at + 4 >= text.Length || text[at] != '.') return false;
        var code = text.AsSpan(at + 1, 4);
        var isComposite = code[0] is 'C' or 'S' or 'E';
        if (!isComposite && !char.IsAsciiDigit(code[0])) return false;
        if (code[1..].ContainsAnyExceptInRange('0', '9')) return false;
        return at + 5 >= text.Length || !char.IsLetterOrDigit(text[at + 5]);
    }

    private void Element(List<StepSyntax> steps)
    {
        steps.Add(new StepSyntax(at, StepKind.Element, text.Substring(at + 1, 4)));
        at += 5;
        Filters(steps);
    }

    private void Filters(List<StepSyntax> steps)
    {
        while (Take("["))
        {
            Blanks();
            var start = at;
            var end = at;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
            if (end > at && end - at < 9 && end < text.Length && text[end] == ']')
            {
                var number = int.Parse(text.AsSpan(at, end - at), System.Globalization.CultureInfo.InvariantCulture);
                if (number == 0) throw Wrong("counting starts at 1");
                steps.Add(new StepSyntax(start, StepKind.Pick, "") { Number = number });
                at = end;
            }
            else if (text.AsSpan(at).StartsWith("last]")) (at, _) = (at + 4, Added(steps, new StepSyntax(start,
                StepKind.Pick, "")));
            else steps.Add(new StepSyntax(start, StepKind.Filter, "") { Condition = Condition() });
            if (!Next("]")) throw Wrong("']' is missing; perhaps YAML cut the text at ' #'");
        }
    }

    private static bool Added(List<StepSyntax> steps, StepSyntax step)
    {
        steps.Add(step);
        return true;
    }

    private string Name()
    {
        if (at < text.Length && text[at] == '\'') return Quoted();
        if (at >= text.Length || !char.IsLetter(text[at])) throw Wrong($"a name is missing before '{Rest()}'");
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-' or ':')) at++;
        return text[start..at];
    }

    private string Letters()
    {
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_')) at++;
        return text[start..at];
    }

    private List<string> Words()
    {
        var words = new List<string>();
        do
        {
            var start = at;
            while (at < text.Length && IsWordCharacter(text[at])) at++;
            if (at == start) throw Wrong("a code is missing after ';'");
            words.Add(text[start..at]);
        }
        while (Take(";"));
        return words;
    }

    private string Quoted()
    {
        var start = at;
        var value = new System.Text.StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '\'') value.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == '\'') value.Append(text[at++]);
            else
            {
                at++;
                return value.ToString();
            }
        }

        at = start;
        throw Wrong("a single quote is not closed; perhaps YAML cut the text at ' #'");
    }

    private bool Word(string word)
    {
        var before = at;
        Blanks();
        var end = at + word.Length;
        if (text.AsSpan(at).StartsWith(word) && (end == text.Length || !IsNameGoingOn(text[end])))
        {
            at = end;
            return true;
        }

        at = before;
        return false;
    }

    private static bool IsNameGoingOn(char c) => char.IsLetterOrDigit(c) || c is '_' or '/' or '+' or '.';

    private bool Next(string sign)
    {
        Blanks();
        return Take(sign);
    }

    private bool Take(string sign)
    {
        if (!text.AsSpan(at).StartsWith(sign)) return false;
        at += sign.Length;
        return true;
    }

    private void Blanks()
    {
        while (at < text.Length && text[at] is ' ' or '\n' or '\t') at++;
    }

    private string Rest() => at + 20 < text.Length ? string.Concat(text.AsSpan(at, 20), "...") : text[at..];

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || c is '_' or '-';

    private SyntaxException Wrong(string sentence) => new(new SyntaxFault(at, sentence));

    /// <summary>Leaves the reading of one scalar; never passes <see cref="Try"/>.</summary>
    private sealed class SyntaxException(SyntaxFault fault) : Exception(fault.Text)
    {
        public SyntaxFault Fault { get; } = fault;
    }
}
